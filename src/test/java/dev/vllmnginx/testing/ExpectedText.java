package dev.vllmnginx.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files that say what comes out. {@code -Dgolden.update=true} writes them anew; under CI that is
 * refused.
 */
public final class ExpectedText {
  private ExpectedText() {}

  /** Holds {@code actual} against the file, or writes it there. */
  public static void check(Path file, String actual) {
    try {
      if (isUpdate()) {
        Files.writeString(file, actual);
      }
      assertThat(file).exists();
      assertThat(actual).as("compared with %s", file).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isUpdate() {
    if (!Boolean.getBoolean("golden.update")) {
      return false;
    }
    if (System.getenv("CI") != null) {
      throw new IllegalStateException("golden.update is refused when CI is set");
    }
    return true;
  }
}
