package dev.vllmnginx.routing;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Asks {@code json.loads}, as vLLM does, in a Python that runs beside the test. */
final class PythonOracle implements Oracle {
  private static final String SCRIPT = "src/test/resources/routing/oracle.py";

  private final ObjectMapper json = new ObjectMapper();
  private final Process python;
  private final DataOutputStream questions;
  private final BufferedReader answers;

  PythonOracle() {
    try {
      python =
          new ProcessBuilder("python3", Path.of(SCRIPT).toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    questions = new DataOutputStream(new BufferedOutputStream(python.getOutputStream(), 1 << 16));
    answers =
        new BufferedReader(
            new InputStreamReader(python.getInputStream(), StandardCharsets.US_ASCII));
  }

  static boolean isInstalled() {
    try {
      return new ProcessBuilder("python3", "-c", "").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public Judgement judge(byte[] body) {
    try {
      questions.writeInt(body.length);
      questions.write(body);
      questions.flush();
      String line = answers.readLine();
      if (line == null) {
        throw new AssertionError("Python has ended");
      }
      return read(json.readTree(line));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Judgement read(JsonNode answer) {
    if (!answer.get("sound").booleanValue()) {
      return Judgement.unsound();
    }
    if (!answer.get("object").booleanValue()) {
      return Judgement.notAnObject(answer.get("utf8").booleanValue());
    }
    return new Judgement(
        true,
        true,
        Judgement.Kind.valueOf(answer.get("kind").stringValue().toUpperCase(Locale.ROOT)),
        answer.get("model").isNull() ? null : answer.get("model").stringValue(),
        answer.get("keys").intValue(),
        answer.get("constants").booleanValue(),
        answer.get("utf8").booleanValue(),
        answer.get("depth").intValue());
  }

  @Override
  public void close() {
    python.destroy();
  }
}
