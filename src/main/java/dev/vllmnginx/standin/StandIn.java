package dev.vllmnginx.standin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on 127.0.0.1 that answers like vLLM 0.32: same paths, same JSON, same framing, one chunk
 * per event, idle connections closed after 5 s, work stopped when the client goes. What it says is
 * whose place it takes and what it heard: in the text, in {@code system_fingerprint} and in the
 * header {@code x-stand-in}. It remembers the last requests.
 */
public final class StandIn implements AutoCloseable {
  private static final int REMEMBERED = 1000;

  private final StandInSettings settings;
  private final ServerSocket listener;
  private final ExecutorService threads;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger running = new AtomicInteger();
  private final Deque<Received> received = new ArrayDeque<>();

  private StandIn(StandInSettings settings, ServerSocket listener) {
    this.settings = settings;
    this.listener = listener;
    threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "stand-in " + settings.label());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Starts on a free port. */
  public static StandIn start(StandInSettings settings) throws IOException {
    return start(settings, 0);
  }

  /**
   * Starts on a port of 127.0.0.1.
   *
   * @param port 0 for any that is free
   */
  public static StandIn start(StandInSettings settings, int port) throws IOException {
    ServerSocket listener = new ServerSocket();
    listener.setReuseAddress(true);
    listener.bind(
        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 128);
    StandIn standIn = new StandIn(settings, listener);
    standIn.threads.execute(standIn::accept);
    return standIn;
  }

  public StandInSettings settings() {
    return settings;
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** The last requests, oldest first, at most 1000. */
  public List<Received> received() {
    synchronized (received) {
      return List.copyOf(received);
    }
  }

  /** Requests that are being answered at the moment. */
  public int running() {
    return running.get();
  }

  /** Stops listening and cuts every connection. */
  @Override
  public void close() {
    closeQuietly(listener);
    open.forEach(StandIn::closeQuietly);
    threads.shutdownNow();
  }

  private void accept() {
    Vllm vllm = new Vllm(settings, running::get);
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        threads.execute(() -> serve(socket, vllm));
      } catch (IOException e) {
        // Closed by us, or a client that left before it was accepted.
      }
    }
  }

  private void serve(Socket socket, Vllm vllm) {
    try (socket) {
      new Connection(socket, settings, running).serve(vllm, this::remember);
    } catch (IOException e) {
      // A client that goes away is no news to a server.
    } finally {
      open.remove(socket);
    }
  }

  private void remember(Received request) {
    synchronized (received) {
      received.addLast(request);
      if (received.size() > REMEMBERED) {
        received.removeFirst();
      }
    }
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      // It is going away in any case.
    }
  }
}
