package dev.vllmnginx.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What no file of a gateway may hold. The tests' keys begin with {@code sk-}, and their prompts
 * have {@link #PROMPT} in them.
 */
public final class Secrets {
  /** Is in the prompts that tests send. */
  public static final String PROMPT = "nobodys-business";

  /** For grep, too. */
  static final String MARK = "(^|[^A-Za-z0-9])sk-[A-Za-z0-9]|" + PROMPT;

  private static final Pattern MARKS = Pattern.compile(MARK);

  private Secrets() {}

  /** Fails if one of the files below that directory holds a key or a prompt. */
  static void requireNoneBelow(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      files.filter(Files::isRegularFile).forEach(file -> requireNoneIn(file, 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails if that file holds a key or a prompt, from there on. */
  static void requireNoneIn(Path file, long offset) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int from = (int) Math.min(offset, bytes.length);
    requireNoneIn(file.toString(), new String(bytes, from, bytes.length - from, ISO_8859_1));
  }

  static void requireNoneIn(String name, String text) {
    Matcher found = MARKS.matcher(text);
    if (found.find()) {
      int begin = text.lastIndexOf('\n', found.start()) + 1;
      int end = text.indexOf('\n', found.end());
      throw new AssertionError(
          name + " holds a secret: " + text.substring(begin, end < 0 ? text.length() : end));
    }
  }
}
