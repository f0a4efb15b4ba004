package dev.vllmnginx.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A small real HTTP server on 127.0.0.1 that answers as vLLM does and keeps every request byte by
 * byte. Each answer names its server. Like uvicorn, it closes a connection that was idle for five
 * seconds.
 */
public final class RecordingBackend implements AutoCloseable {
  /** What the server serves: decides which paths it has. */
  public enum Kind {
    CHAT,
    EMBEDDING
  }

  private final String name;
  private final Kind kind;
  private final List<String> servedNames;
  private final int port;
  private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connectionCount = new AtomicInteger();
  private volatile ServerSocket listener;
  private volatile Thread acceptor;
  private volatile Fault fault = Fault.NONE;
  private volatile Duration eventDelay = Duration.ZERO;
  private volatile int words = 3;
  private volatile @Nullable Semaphore eventsAllowed;
  private volatile String key = "";

  private RecordingBackend(String name, Kind kind, List<String> servedNames) {
    this.name = name;
    this.kind = kind;
    this.servedNames = servedNames;
    this.listener = open(0);
    this.port = listener.getLocalPort();
    this.acceptor = acceptOn(listener);
  }

  /**
   * A server for chat models. The first of {@code servedNames} is the one that its answers carry.
   */
  public static RecordingBackend chat(String name, String... servedNames) {
    return new RecordingBackend(name, Kind.CHAT, List.of(servedNames));
  }

  /** A server for embedding models. */
  public static RecordingBackend embedding(String name, String... servedNames) {
    return new RecordingBackend(name, Kind.EMBEDDING, List.of(servedNames));
  }

  public String name() {
    return name;
  }

  Kind kind() {
    return kind;
  }

  List<String> servedNames() {
    return servedNames;
  }

  public int port() {
    return port;
  }

  /** As a catalog writes it: {@code 127.0.0.1:PORT}. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** How the server misbehaves from the next request on. */
  public void fail(Fault next) {
    fault = next;
  }

  Fault fault() {
    return fault;
  }

  /** From now on it wants this key, as after {@code --api-key}; empty: none. */
  public void wantKey(String wanted) {
    key = wanted;
  }

  boolean admits(RecordedRequest request) {
    return key.isEmpty()
        || request.header("authorization").filter(("Bearer " + key)::equals).isPresent();
  }

  /** Streams answer with this many words, and wait this long before each event but the first. */
  public void stream(int wordCount, Duration delay) {
    words = wordCount;
    eventDelay = delay;
    eventsAllowed = null;
  }

  /**
   * Streams answer with this many words and send each event but the first only when they are
   * allowed to: what a client then has of a stream, nobody held back.
   *
   * @return release it once for each further event
   */
  public Semaphore streamByHand(int wordCount) {
    Semaphore allowed = new Semaphore(0);
    words = wordCount;
    eventsAllowed = allowed;
    return allowed;
  }

  @Nullable Semaphore eventsAllowed() {
    return eventsAllowed;
  }

  /**
   * Waits until the next event of a stream may be sent; fails if nobody allows it.
   *
   * @param allowed what {@link #eventsAllowed} was when the stream began: one that a client has
   *     left may still run, and must not take what the next is allowed
   */
  void awaitNextEvent(@Nullable Semaphore allowed) throws IOException {
    if (allowed == null) {
      pause(eventDelay.toMillis());
      return;
    }
    try {
      if (!allowed.tryAcquire(30, TimeUnit.SECONDS)) {
        throw new IOException("the next event was not asked for");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  int words() {
    return words;
  }

  /** From now on connections are refused, as while vLLM loads; open ones are cut. */
  public void refuse() {
    closeQuietly(listener);
    try {
      acceptor.join(); // until then a connection may still be taken
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    connections.forEach(RecordingBackend::closeQuietly);
  }

  /** Takes connections again, on the same port. */
  public void accept() {
    listener = open(port);
    acceptor = acceptOn(listener);
  }

  /** What has been received so far, in order. */
  public List<RecordedRequest> requests() {
    return List.copyOf(requests);
  }

  /** The only request so far; fails if there is none or more. */
  public RecordedRequest onlyRequest() {
    List<RecordedRequest> all = requests();
    if (all.size() != 1) {
      throw new AssertionError(name + " should have received one request, but received " + all);
    }
    return all.get(0);
  }

  /** Forgets the requests and behaves again. */
  public void reset() {
    requests.clear();
    fail(Fault.NONE);
    stream(3, Duration.ZERO);
  }

  /** Waits up to five seconds until that many requests have come. */
  public List<RecordedRequest> awaitRequests(int count) {
    long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (requests.size() < count && System.nanoTime() < end) {
      pause(5);
    }
    if (requests.size() < count) {
      throw new AssertionError(name + " received only " + requests);
    }
    return requests();
  }

  void record(RecordedRequest request) {
    requests.add(request);
  }

  int countOfRequests() {
    return requests.size();
  }

  @Override
  public void close() {
    refuse();
  }

  private static ServerSocket open(int port) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 512);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Thread acceptOn(ServerSocket socket) {
    return start("backend " + name, () -> acceptAll(socket));
  }

  private void acceptAll(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        connection.setTcpNoDelay(true);
        connections.add(connection);
        int number = connectionCount.incrementAndGet();
        start("backend " + name + " " + number, () -> serve(connection, number));
      } catch (IOException e) {
        return; // closed by refuse()
      }
    }
  }

  private void serve(Socket connection, int number) {
    try {
      new BackendConnection(this, connection, number).serve();
    } catch (IOException e) {
      // The other side left or refuse() cut the connection: what was received is recorded.
    } finally {
      closeQuietly(connection);
      connections.remove(connection);
    }
  }

  private static Thread start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      // Nothing is owed to a socket that is being thrown away.
    }
  }

  public static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
