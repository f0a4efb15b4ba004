package dev.vllmnginx.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Drains one stream of a program on a thread of its own and keeps the first bytes of it. */
final class BoundedOutput {
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final InputStream stream;
  private final Thread thread;

  private BoundedOutput(InputStream stream) {
    this.stream = stream;
    this.thread = new Thread(this::drain, "program output");
    thread.setDaemon(true);
  }

  static BoundedOutput drain(InputStream stream) {
    BoundedOutput output = new BoundedOutput(stream);
    output.thread.start();
    return output;
  }

  /**
   * Waits up to {@code millis} for the end of the stream. A grandchild may hold it open for ever.
   */
  void await(long millis) throws InterruptedException {
    thread.join(millis);
  }

  /** What was kept so far. */
  String text() {
    synchronized (kept) {
      return kept.toString(StandardCharsets.UTF_8);
    }
  }

  private void drain() {
    byte[] buffer = new byte[8192];
    try (stream) {
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        synchronized (kept) {
          kept.write(buffer, 0, Math.min(n, ProgramResult.OUTPUT_LIMIT - kept.size()));
        }
      }
    } catch (IOException e) {
      // The program is gone, and with it its stream: what was read stands.
    }
  }
}
