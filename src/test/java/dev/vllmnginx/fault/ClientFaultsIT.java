package dev.vllmnginx.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.fault.FaultGateway.Pair;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.OnEveryNginx;
import dev.vllmnginx.testing.RawConnection;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RawResponse;
import dev.vllmnginx.testing.RecordedRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients that are slow, silent, many or too large. */
@OnEveryNginx
class ClientFaultsIT {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration CUT = FaultGateway.CLIENT_TIMEOUT.plusSeconds(5);

  private final NginxRuntime runtime;
  private final FaultGateway gateway;

  ClientFaultsIT(NginxRuntime runtime) {
    this.runtime = runtime;
    this.gateway = FaultGateway.on(runtime);
  }

  @Test
  void readersThatStopCostBoundedMemoryAndAreCut() throws IOException {
    Pair pair = gateway.pair("read-slowly");
    pair.first().stream(80_000, Duration.ZERO);
    long before = gateway.nginx().workerMemory();
    List<Socket> readers = new ArrayList<>();
    try {
      for (int i = 0; i < 2; i++) {
        readers.add(askWithoutReading(pair.model()));
      }
      List<RecordedRequest> requests = pair.first().awaitRequests(2);
      Duration slowest = gateway.slowestOf(20, "steady");
      long grown = gateway.nginx().workerMemory() - before;

      requests.forEach(request -> request.awaitClientLeft(Duration.ofSeconds(60)));

      assertThat(slowest).isLessThan(SOON);
      assertThat(grown).as("kB").isLessThan(20_000);
      Figures.note(
          runtime,
          "F19, F22 two clients do not read their 20 MB: memory of the workers grows by",
          Math.max(0, grown) + " kB");
    } finally {
      for (Socket reader : readers) {
        reader.close();
      }
    }
  }

  /** A client with a small window that never reads. */
  private Socket askWithoutReading(String model) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()));
    String request = RawHttpClient.request(FaultGateway.CHAT, FaultGateway.body(model, true));
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  @Test
  void slowHeadersAreCutAndNobodyElseNotices() {
    List<RawConnection> slow = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      RawConnection connection = gateway.client().connect();
      connection.send("POST " + FaultGateway.CHAT + " HTTP/1.1\r\nHost: localhost\r\nX-A: ");
      slow.add(connection);
    }
    long start = System.nanoTime();

    Duration slowest = gateway.slowestOf(20, "steady");

    assertThat(slow.get(0).isClosedWithin(CUT)).isTrue();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    slow.forEach(connection -> assertThat(connection.isClosedWithin(CUT)).isTrue());
    slow.forEach(RawConnection::close);
    assertThat(slowest).isLessThan(SOON);
    Figures.note(runtime, "F20 300 clients with endless headers: slowest other request", slowest);
    Figures.note(runtime, "F20 300 clients with endless headers: cut after (15s, here 2s)", took);
  }

  /** nginx logs a 408 and closes: it sends no answer while a body is still expected. */
  @Test
  void slowBodiesAreCut() {
    Pair pair = gateway.pair("steady");
    try (RawConnection connection = gateway.client().connect()) {
      String request = RawHttpClient.request(FaultGateway.CHAT, FaultGateway.body("steady", false));
      connection.send(request.substring(0, request.length() - 10));
      long start = System.nanoTime();

      assertThat(connection.isClosedWithin(CUT)).isTrue();

      Duration took = Duration.ofNanos(System.nanoTime() - start);
      gateway.nginx().awaitLog("access.log", "\"status\":408");
      assertThat(pair.first().requests()).isEmpty();
      Figures.note(runtime, "F21 a body that does not go on: cut after (60s, here 2s)", took);
    }
  }

  @Test
  void idleConnectionsAreHeldAndNobodyElseNotices() {
    List<RawConnection> idle = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      idle.add(gateway.client().connect());
    }
    idle.forEach(ClientFaultsIT::assertAnswered);

    Duration slowest = gateway.slowestOf(50, "steady");

    idle.forEach(ClientFaultsIT::assertAnswered);
    idle.forEach(RawConnection::close);
    assertThat(slowest).isLessThan(SOON);
    Figures.note(runtime, "F23 1,000 idle connections: slowest of 50 other requests", slowest);
  }

  private static void assertAnswered(RawConnection connection) {
    connection.send("GET /v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assertThat(connection.read().status()).isEqualTo(200);
  }

  @Test
  void aBodyThatIsAnnouncedTooLargeIsRefusedBeforeItComes() {
    Pair pair = gateway.pair("steady");
    try (RawConnection connection = gateway.client().connect()) {
      connection.send(
          RawHttpClient.request(FaultGateway.CHAT, "")
              .replace("Content-Length: 0", "Content-Length: 1073741824"));
      long start = System.nanoTime();

      RawResponse answer = connection.read();

      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertThat(answer.status()).as("%s", answer).isEqualTo(413);
      assertThat(answer.bodyText()).contains("\"code\":\"request_too_large\"");
      assertThat(pair.first().requests()).isEmpty();
      Figures.note(runtime, "F24 1 GiB announced: 413 before any of it, after", took);
    }
  }
}
