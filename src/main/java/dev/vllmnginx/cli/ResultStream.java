package dev.vllmnginx.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where results go. What cannot be written is remembered here, since the writers above it swallow
 * it; nothing is tried behind it, so that no reader finds a hole in the text.
 */
final class ResultStream extends OutputStream {
  private final OutputStream out;
  private @Nullable IOException trouble;

  ResultStream(OutputStream out) {
    this.out = out;
  }

  /** Why not all has arrived; null: it has. */
  @Nullable IOException trouble() {
    return trouble;
  }

  /** Whether the reader has closed its end, as {@code head} does when it has seen enough. */
  boolean readerIsGone() {
    return trouble != null
        && String.valueOf(trouble.getMessage()).toLowerCase(Locale.ROOT).contains("broken pipe");
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    attempt(() -> out.write(bytes, offset, length));
  }

  @Override
  public void flush() {
    attempt(out::flush);
  }

  private interface Attempt {
    void run() throws IOException;
  }

  private void attempt(Attempt attempt) {
    if (trouble != null) {
      return;
    }
    try {
      attempt.run();
    } catch (IOException e) {
      trouble = e;
    }
  }
}
