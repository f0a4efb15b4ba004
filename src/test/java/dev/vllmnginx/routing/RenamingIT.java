package dev.vllmnginx.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.CompiledCatalog;
import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.OnEveryNginx;
import dev.vllmnginx.testing.RawConnection;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RawResponse;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * {@code served_name} on bodies of all kinds: the server gets the body that the client sent with
 * one string replaced, and reads its own name there. {@code -Drenaming.bodies=1000000} for a long
 * run, {@code -Drouting.seed=…} to repeat one.
 */
@OnEveryNginx
class RenamingIT {
  private static final int BODIES = Integer.getInteger("renaming.bodies", 6000);
  private static final long SEED = Long.getLong("routing.seed", System.nanoTime());
  private static final int SHOWN = 10;

  private final NginxRuntime runtime;

  RenamingIT(NginxRuntime runtime) {
    this.runtime = runtime;
  }

  @Test
  void changesTheNameAndNothingElse() {
    List<String> faults = new ArrayList<>();
    int bodies = 0;
    int passed = 0;
    int port = NginxGateway.freePort();
    try (EchoServer echo = new EchoServer();
        NginxGateway gateway = NginxGateway.start(runtime, files(port, echo.address()));
        Oracle oracle = Oracle.open()) {
      BodyGenerator generator = new BodyGenerator(SEED);
      RawConnection connection = RawHttpClient.plain(port).connect();
      for (; bodies < BODIES && faults.size() < SHOWN; bodies++) {
        byte[] body = generator.next();
        RawResponse answer = ask(connection, body);
        passed += answer.status() == 200 ? 1 : 0;
        Renaming.fault(body, answer, oracle)
            .ifPresent(fault -> faults.add(new String(body, ISO_8859_1) + ": " + fault));
        if (!answer.header("connection").orElse("").equals("keep-alive") || bodies % 900 == 0) {
          connection.close();
          connection = RawHttpClient.plain(port).connect();
        }
      }
      connection.close();
      assertThat(gateway.isRunning()).isTrue();
    }
    System.out.printf(
        "%s: %d bodies, %d of them renamed, -Drouting.seed=%d, %d faults%n",
        runtime, bodies, passed, SEED, faults.size());
    assertThat(faults).as("%s, -Drouting.seed=%d", runtime, SEED).isEmpty();
    assertThat(passed).isGreaterThan(bodies / 4);
  }

  private java.util.Map<String, byte[]> files(int port, String server) {
    return CompiledCatalog.files(
        runtime,
        """
        version: 1
        gateway: {listen: ["127.0.0.1:%d"], unknown_model: public}
        models:
          - name: public
            type: chat
            served_name: %s
            servers: [{address: "%s"}]
        """
            .formatted(port, Renaming.SERVED, server));
  }

  private static RawResponse ask(RawConnection connection, byte[] body) {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(
        """
        POST /v1/chat/completions HTTP/1.1\r
        Host: localhost\r
        Content-Type: application/json\r
        Content-Length: %d\r
        \r
        """
            .formatted(body.length)
            .getBytes(US_ASCII));
    request.writeBytes(body);
    connection.send(request.toByteArray());
    return connection.read();
  }
}
