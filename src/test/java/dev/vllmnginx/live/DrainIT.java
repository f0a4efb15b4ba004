package dev.vllmnginx.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.vllmnginx.testing.CommandLineRun;
import dev.vllmnginx.testing.NginxVersion;
import dev.vllmnginx.testing.ServedGateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server is taken out of a gateway that runs, and taken in again. */
class DrainIT {
  private static final String OTHER = "127.0.0.1:9";

  private final AtomicInteger asked = new AtomicInteger();
  private volatile int busyAnswers;
  private final HttpServer server = newServer();

  private static HttpServer newServer() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Two requests, for as many answers as {@code busyAnswers} says. */
  @BeforeEach
  void serveMetrics() {
    server.createContext(
        "/metrics",
        exchange -> {
          int running = asked.incrementAndGet() <= busyAnswers ? 2 : 0;
          byte[] body =
              ("vllm:num_requests_running{engine=\"0\",model_name=\"m\"} " + running + ".0\n")
                  .getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private void catalog(ServedGateway gateway) {
    gateway.catalog(address() + "\"}, {address: \"" + OTHER, List.of("m"));
  }

  private static CommandLineRun run(ServedGateway gateway, String command, String... more) {
    List<String> args = new ArrayList<>(List.of(command, "m"));
    args.addAll(List.of(more));
    args.addAll(List.of("-c", gateway.catalogFile().toString()));
    args.addAll(
        List.of("--root", gateway.root().toString(), "--nginx", gateway.program().toString()));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private static String live(ServedGateway gateway) throws IOException {
    return Files.readString(gateway.root().resolve("current/conf.d/20-upstreams.conf"));
  }

  @ParameterizedTest
  @EnumSource(NginxVersion.class)
  void waitsUntilRequestsAreDoneAndTakesTheServerInAgain(NginxVersion version) throws IOException {
    try (ServedGateway gateway = new ServedGateway(version)) {
      catalog(gateway);
      String before = Files.readString(gateway.catalogFile());
      assertThat(gateway.apply("--start").exitCode()).isZero();
      busyAnswers = 3;

      CommandLineRun drained = run(gateway, "drain", address());

      assertThat(drained.exitCode()).as(drained.err()).isZero();
      assertThat(drained.err()).contains("2 requests to be finished");
      assertThat(drained.out())
          .endsWith(address() + " has no requests any more: it may be stopped\n");
      assertThat(asked.get()).isGreaterThanOrEqualTo(6);
      assertThat(live(gateway))
          .contains("server " + address() + " max_fails=3 fail_timeout=10s down;");
      assertThat(gateway.running()).isEqualTo(gateway.current());

      busyAnswers = Integer.MAX_VALUE;
      CommandLineRun again = run(gateway, "drain", address(), "--timeout", "1s");
      CommandLineRun last = run(gateway, "drain", OTHER);
      CommandLineRun undrained = run(gateway, "undrain", address());

      assertThat(again.exitCode()).as(again.err()).isEqualTo(1);
      assertThat(again.err()).contains("is not done yet");
      assertThat(last.exitCode()).as(last.err()).isEqualTo(1);
      assertThat(last.err())
          .contains("is the last server of m that is up", "--force", "was not changed");
      assertThat(undrained.exitCode()).as(undrained.err()).isZero();
      CommandLineRun up = run(gateway, "undrain", address());
      assertThat(up.out()).startsWith(address() + " of model m was up already\n");
      assertThat(up.err()).doesNotContain("--dry-run");
      assertThat(Files.readString(gateway.catalogFile())).isEqualTo(before);
      assertThat(live(gateway)).doesNotContain(" down;");
    }
  }

  /** A base model and its adapters are one process. */
  @Test
  void aServerOfTwoModelsMayBeStoppedWhenBothLeaveIt() throws IOException {
    try (ServedGateway gateway = new ServedGateway(NginxVersion.V1_22)) {
      gateway.catalog(address() + "\"}, {address: \"" + OTHER, List.of("lora", "m"));
      assertThat(gateway.apply("--start").exitCode()).isZero();

      CommandLineRun first = run(gateway, "drain", address());
      CommandLineRun json = run(gateway, "drain", address(), "--format", "json");
      CommandLineRun other =
          CommandLineRun.of(
              "drain",
              "lora",
              address(),
              "-c",
              gateway.catalogFile().toString(),
              "--root",
              gateway.root().toString(),
              "--nginx",
              gateway.program().toString());

      assertThat(first.exitCode()).as(first.err()).isEqualTo(1);
      assertThat(first.out()).doesNotContain("may be stopped");
      assertThat(first.err())
          .contains("gets nothing more for m, but it serves lora too and must not be stopped yet")
          .contains("`vllm-nginx drain lora " + address() + "`");
      assertThat(json.exitCode()).isEqualTo(1);
      assertThat(json.out())
          .contains("\"outcome\":\"in_use\",\"mayBeStopped\":false,\"models\":[\"lora\"]");
      assertThat(asked).hasValue(3);
      assertThat(other.exitCode()).as(other.err()).isZero();
      assertThat(other.out()).endsWith("has no requests any more: it may be stopped\n");
    }
  }

  @Test
  void putsNothingElseLiveUnlessForced() throws IOException {
    try (ServedGateway gateway = new ServedGateway(NginxVersion.V1_22)) {
      catalog(gateway);
      assertThat(gateway.apply("--start").exitCode()).isZero();
      String release = gateway.current();
      gateway.write(
          Files.readString(gateway.catalogFile())
              + "  - {name: other, type: chat, servers: [{address: \"127.0.0.1:9\"}]}\n");
      String before = Files.readString(gateway.catalogFile());

      CommandLineRun refused = run(gateway, "drain", address());
      String after = Files.readString(gateway.catalogFile());
      String still = gateway.running();
      CommandLineRun forced = run(gateway, "drain", address(), "--force");

      assertThat(refused.exitCode()).as(refused.err()).isEqualTo(1);
      assertThat(refused.err()).contains("  + model other: chat at 127.0.0.1:9\n", "--force");
      assertThat(after).isEqualTo(before);
      assertThat(still).isEqualTo(release);
      assertThat(forced.exitCode()).as(forced.err()).isZero();
      assertThat(forced.err()).contains("go live too:\n  + model other: chat at 127.0.0.1:9\n");
      assertThat(gateway.models()).contains("\"other\"");
    }
  }

  @Test
  void putsTheCatalogBackWhereItCannotBeApplied() throws IOException {
    try (ServedGateway gateway = new ServedGateway(NginxVersion.V1_22)) {
      catalog(gateway);
      String before = Files.readString(gateway.catalogFile());

      CommandLineRun run = run(gateway, "drain", address());
      CommandLineRun unknown = run(gateway, "drain", "127.0.0.1:10");

      assertThat(run.exitCode()).as(run.err()).isEqualTo(6);
      assertThat(run.err()).contains("was put back");
      assertThat(unknown.exitCode()).isEqualTo(1);
      assertThat(unknown.err()).contains("m has no server \"127.0.0.1:10\"");
      assertThat(Files.readString(gateway.catalogFile())).isEqualTo(before);
    }
  }
}
