package dev.vllmnginx.testing;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * What arrives on a connection, read at once by a thread of its own: so it is known when the other
 * side closes, also while an answer is being written and nobody reads.
 */
final class Inbound extends InputStream {
  private static final byte[] END = new byte[0];

  private final LinkedBlockingQueue<byte[]> pieces = new LinkedBlockingQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private byte[] current = END;
  private int position;
  private boolean ended;

  /**
   * Starts to read.
   *
   * @param onClose told {@link System#nanoTime()} when the other side closed or reset
   */
  Inbound(InputStream source, LongConsumer onClose) {
    Thread pump = new Thread(() -> pump(source, onClose), "inbound");
    pump.setDaemon(true);
    pump.start();
  }

  /** Waits until the other side closes. */
  void awaitClose() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for a byte; false if none came in time or the other side closed. */
  boolean awaitByte(long millis) throws IOException {
    return available() > 0 || (!ended && next(millis));
  }

  @Override
  public int available() {
    return current.length - position;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (available() == 0 && (ended || !next(Long.MAX_VALUE))) {
      return -1;
    }
    int count = Math.min(length, available());
    System.arraycopy(current, position, target, offset, count);
    position += count;
    return count;
  }

  private boolean next(long millis) throws IOException {
    try {
      byte[] piece = pieces.poll(millis, TimeUnit.MILLISECONDS);
      if (piece == null) {
        return false;
      }
      ended = piece.length == 0;
      current = piece;
      position = 0;
      return !ended;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private void pump(InputStream source, LongConsumer onClose) {
    byte[] buffer = new byte[65536];
    try {
      for (int count = source.read(buffer); count >= 0; count = source.read(buffer)) {
        if (count > 0) {
          pieces.add(Arrays.copyOf(buffer, count));
        }
      }
    } catch (IOException e) {
      // A reset is an end like any other.
    }
    onClose.accept(System.nanoTime());
    closed.countDown();
    pieces.add(END);
  }
}
