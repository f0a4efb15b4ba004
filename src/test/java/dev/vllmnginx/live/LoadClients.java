package dev.vllmnginx.live;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that send requests without pause until they are stopped, and count what is lost. */
final class LoadClients {
  private static final int PATIENCE_MILLIS = 30_000;

  final AtomicInteger fresh = new AtomicInteger();
  final AtomicInteger freshLost = new AtomicInteger();
  final AtomicInteger kept = new AtomicInteger();
  final AtomicInteger keptRetried = new AtomicInteger();
  final AtomicInteger keptLost = new AtomicInteger();
  final AtomicInteger streamsWhole = new AtomicInteger();
  final AtomicInteger events = new AtomicInteger();

  private final CountDownLatch streamsToOpen;
  private final int port;
  private final String model;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  LoadClients(int port, String model, int streams) {
    this.streamsToOpen = new CountDownLatch(streams);
    this.port = port;
    this.model = model;
  }

  /** When this returns, all streams are open. */
  void start(int freshClients, int keepAliveClients) throws InterruptedException {
    run((int) streamsToOpen.getCount(), this::stream);
    streamsToOpen.await();
    run(freshClients, this::freshConnections);
    run(keepAliveClients, this::keptConnection);
  }

  /** Clients send no more requests; streams are read to their end. */
  void stop() throws InterruptedException {
    stopped = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void run(int count, Runnable client) {
    for (int i = 0; i < count; i++) {
      Thread thread = new Thread(client, "load");
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  private void freshConnections() {
    while (!stopped) {
      fresh.incrementAndGet();
      try (Connection connection = new Connection()) {
        if (!connection.request()) {
          freshLost.incrementAndGet();
        }
      } catch (IOException e) {
        freshLost.incrementAndGet();
      }
    }
  }

  private void keptConnection() {
    Connection connection = null;
    while (!stopped) {
      kept.incrementAndGet();
      boolean reused = connection != null;
      try {
        connection = connection == null ? new Connection() : connection;
        if (!connection.request()) {
          throw new IOException("no answer");
        }
        connection = stillOpen(connection);
      } catch (IOException e) {
        if (reused) {
          keptRetried.incrementAndGet();
        }
        connection = reused ? again() : lost();
      }
    }
  }

  /** What the next request goes out on. */
  @SuppressWarnings("NullAway") // The next request opens a connection.
  private static Connection stillOpen(Connection connection) throws IOException {
    if (!connection.last) {
      return connection;
    }
    connection.close();
    return null;
  }

  /** As every client does: once more, on a new connection. */
  private Connection again() {
    try {
      Connection connection = new Connection();
      return connection.request() ? stillOpen(connection) : lost();
    } catch (IOException e) {
      return lost();
    }
  }

  @SuppressWarnings("NullAway") // The next request opens a connection.
  private Connection lost() {
    keptLost.incrementAndGet();
    return null;
  }

  private void stream() {
    try (Connection connection = new Connection()) {
      connection.send(",\"stream\":true");
      int number = 0;
      for (String line = connection.line(); ; line = connection.line()) {
        if (line.startsWith("data: end ")) {
          streamsWhole.addAndGet(line.equals("data: end " + number) ? 1 : 0);
          return;
        }
        if (line.startsWith("data: ")) {
          if (!line.equals("data: " + ++number)) {
            return;
          }
          events.incrementAndGet();
          if (number == 1) {
            streamsToOpen.countDown();
          }
        }
      }
    } catch (IOException e) {
      // Not whole.
    }
  }

  private final class Connection implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    /** Whether the answer said so. */
    private boolean last;

    Connection() throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream());
    }

    void send(String more) throws IOException {
      String body = "{\"model\":\"" + model + "\",\"messages\":[]" + more + "}";
      String head =
          "POST /v1/chat/completions HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\n"
              + "Content-Length: "
              + body.length()
              + "\r\n\r\n";
      socket.getOutputStream().write((head + body).getBytes(US_ASCII));
    }

    /** A request and its whole answer. */
    boolean request() throws IOException {
      send("");
      boolean ok = line().contains(" 200 ");
      int length = 0;
      for (String line = line(); !line.isEmpty(); line = line()) {
        last |= line.equals("Connection: close");
        if (line.startsWith("Content-Length: ")) {
          length = Integer.parseInt(line.substring(16));
        }
      }
      return in.readNBytes(length).length == length && ok && length == 11;
    }

    String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int next = in.read(); next != '\n'; next = in.read()) {
        if (next < 0) {
          throw new IOException("the connection ended");
        }
        line.append((char) next);
      }
      return line.toString().stripTrailing();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
