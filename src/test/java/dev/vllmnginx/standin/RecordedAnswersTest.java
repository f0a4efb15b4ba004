package dev.vllmnginx.standin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The stand-in answers as a real vLLM 0.32.0 answered to the same bytes. */
class RecordedAnswersTest {
  private static final Path RECORDINGS = Path.of("src/test/resources/vllm-0.32.0");

  static Stream<String> recordings() throws IOException {
    try (Stream<Path> files = Files.list(RECORDINGS)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void answersAsRecorded(String name) throws IOException {
    String[] recording = Files.readString(RECORDINGS.resolve(name)).split("\n----\n", 2);
    int end = recording[0].indexOf("\n\n");
    String request =
        recording[0].substring(0, end).replace("\n", "\r\n")
            + "\r\n\r\n"
            + recording[0].substring(end + 2);
    StandInSettings settings =
        name.startsWith("embedding")
            ? settings("text-embedding-ada-002", Kind.EMBEDDING)
            : name.startsWith("audio")
                ? settings("whisper-1", Kind.TRANSCRIPTION)
                : settings("qwen-1.5-7b-chat", Kind.CHAT);

    String answer;
    try (StandIn standIn = StandIn.start(settings)) {
      answer = RawClient.exchange(standIn.port(), request);
    }

    assertThat(comparable(answer.replace("x-stand-in: 127.0.0.1:8001\r\n", "")))
        .isEqualTo(comparable(recording[1]));
  }

  private static StandInSettings settings(String model, Kind kind) {
    return new StandInSettings("127.0.0.1:8001", List.of(model), kind, Duration.ZERO);
  }

  /** Without what differs from one answer to the next, and what the model says. */
  private static String comparable(String answer) {
    return answer
        .replace("\r\n", "\n")
        .stripTrailing()
        .replaceAll("(?m)^date: .*$", "date: …")
        .replaceAll("(?m)^content-length: [1-9].*$", "content-length: …")
        .replaceAll("(?m)^[1-9a-f][0-9a-f]*$", "…")
        .replaceAll("\"id\":\"(chatcmpl|cmpl|embd|modelperm)-[0-9a-f]{16}\"", "\"id\":\"$1-…\"")
        .replaceAll("\"(base64|float|u?binary)\":\\[(?:\\[.*?]]|\"[^]]*\"])", "\"$1\":[…]")
        .replaceAll("\"(created|prompt_tokens|total_tokens|input_tokens)\":[0-9]+", "\"$1\":0")
        .replaceAll("\"(system_fingerprint|root|embedding)\":\"[^\"]+\"", "\"$1\":\"…\"")
        .replaceAll("\"content\":\"[^\"]+\"", "\"content\":\"…\"")
        .replaceAll("\"text\":\"[^\"]*\"", "\"text\":\"…\"")
        .replaceAll("\"embedding\":\\[[-0-9.e, E]+]", "\"embedding\":[…]");
  }
}
