package dev.vllmnginx.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.CommandLineRun;
import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxVersion;
import dev.vllmnginx.testing.RecordingBackend;
import dev.vllmnginx.testing.ServedGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code apply} and {@code rollback} promise, on every nginx. */
class ApplyIT {
  private static final String SERVER = "127.0.0.1:9";

  @ParameterizedTest
  @EnumSource(NginxVersion.class)
  void goesLiveChangesAndGoesBack(NginxVersion version) {
    try (ServedGateway gateway = new ServedGateway(version)) {
      gateway.catalog(SERVER, List.of("first"));
      CommandLineRun stopped = gateway.apply();
      CommandLineRun started = gateway.apply("--start");
      String first = gateway.current();
      CommandLineRun again = gateway.apply();
      gateway.catalog(SERVER, List.of("first", "second"));
      CommandLineRun dry = gateway.apply("--dry-run");
      CommandLineRun changed =
          CommandLineRun.of(
              "generate",
              gateway.catalogFile().toString(),
              "--reload",
              "--out",
              gateway.root().toString(),
              "--nginx",
              gateway.program().toString());
      String models = gateway.models();
      String second = gateway.current();
      CommandLineRun back = gateway.rollback();

      assertThat(stopped.exitCode()).as(stopped.err()).isEqualTo(6);
      assertThat(stopped.err()).contains("nginx does not run", "--start");
      assertThat(started.exitCode()).as(started.err()).isZero();
      assertThat(started.out()).contains("release " + first + " is live on ");
      assertThat(again.out()).isEqualTo("release " + first + " is live already; nothing to do\n");
      assertThat(dry.out()).contains("+upstream vllm_second {");
      assertThat(changed.exitCode()).as(changed.err()).isZero();
      assertThat(models).contains("\"second\"");
      assertThat(second).isNotEqualTo(first);
      assertThat(back.exitCode()).as(back.err()).isZero();
      assertThat(gateway.current()).isEqualTo(first);
      assertThat(gateway.previous()).isEqualTo(second);
      assertThat(gateway.models()).doesNotContain("\"second\"");
    }
  }

  @ParameterizedTest
  @EnumSource(NginxVersion.class)
  void asksEachAddedModelOnce(NginxVersion version) throws IOException {
    try (ServedGateway gateway = new ServedGateway(version);
        RecordingBackend backend = RecordingBackend.chat("backend", "first", "second", "fifth")) {
      gateway.catalog(backend.address(), List.of("first"));
      assertThat(gateway.apply("--start", "--smoke").exitCode()).isZero();
      gateway.catalog(backend.address(), List.of("first", "second"));
      CommandLineRun answered = gateway.apply("--smoke");
      gateway.catalog(SERVER, List.of("first", "second", "third"));
      CommandLineRun silent = gateway.apply("--smoke");
      gateway.write(
          Files.readString(gateway.catalogFile())
              + "api_keys:\n  - {id: team, sha256: \""
              + "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb\"}\n");
      CommandLineRun locked = gateway.apply("--smoke");
      gateway.write(
          Files.readString(gateway.catalogFile())
              .replace("  - name: first\n", "  - name: fourth\n")
              .replace(SERVER, backend.address()));
      CommandLineRun wrongKey = gateway.applyWithKey("b", "--smoke");
      gateway.write(
          Files.readString(gateway.catalogFile())
              .replace("  - name: fourth\n", "  - name: fifth\n"));
      CommandLineRun opened = gateway.applyWithKey("a", "--smoke");
      CommandLineRun noKey = gateway.applyWithKey("a\r\nX: y", "--smoke");

      assertThat(answered.exitCode()).as(answered.err()).isZero();
      assertThat(answered.err().indexOf("send a request to each new model"))
          .isGreaterThan(answered.err().indexOf("write the journal"));
      assertThat(backend.requests())
          .extracting(request -> new String(request.body(), UTF_8))
          .satisfiesExactly(
              body -> assertThat(body).contains("\"first\""),
              body -> assertThat(body).contains("\"second\""),
              body -> assertThat(body).contains("\"fifth\""));
      assertThat(silent.exitCode()).as(silent.err()).isEqualTo(1);
      assertThat(silent.out()).contains(" is live on ");
      assertThat(locked.exitCode()).as(locked.err()).isZero();
      assertThat(locked.err()).contains("skipped: clients need an API key");
      assertThat(wrongKey.exitCode()).as(wrongKey.err()).isEqualTo(1);
      assertThat(wrongKey.err()).contains("model fourth could not be asked: no valid API key");
      assertThat(opened.exitCode()).as(opened.err()).isZero();
      assertThat(noKey.exitCode()).as(noKey.err()).isEqualTo(2);
      assertThat(noKey.err()).contains("VLLM_NGINX_API_KEY").doesNotContain("X: y");
      assertThat(silent.err()).contains("model third answers with status 503");
    }
  }

  @ParameterizedTest
  @EnumSource(NginxVersion.class)
  void whatNginxRefusesIsNotActivated(NginxVersion version) {
    try (ServedGateway gateway = new ServedGateway(version)) {
      gateway.catalog(SERVER, List.of("first"));
      assertThat(gateway.apply("--start").exitCode()).isZero();
      List<String> files = gateway.files();

      gateway.catalog("no-such-host.invalid:8000", List.of("first", "second"));
      CommandLineRun refused = gateway.apply();

      assertThat(refused.exitCode()).as(refused.err()).isEqualTo(3);
      assertThat(refused.err())
          .contains("host not found in upstream \"no-such-host.invalid", "models[0].servers[0]");
      assertThat(gateway.files()).isEqualTo(files);
      assertThat(gateway.models()).contains("\"first\"").doesNotContain("\"second\"");
    }
  }

  @ParameterizedTest
  @EnumSource(NginxVersion.class)
  void goesBackWhenAPortIsTakenInTheLastMoment(NginxVersion version) throws Exception {
    try (ServedGateway gateway = new ServedGateway(version)) {
      gateway.catalog(SERVER, List.of("first"));
      assertThat(gateway.apply("--start").exitCode()).isZero();
      CommandLineRun failed = new CommandLineRun(0, "", "");
      String first = "";
      List<String> files = List.of();
      int port = 0;
      // nginx may be faster: then again, with another port.
      for (int i = 0; i < 10 && failed.exitCode() == 0; i++) {
        first = gateway.current();
        files = gateway.files();
        port = NginxGateway.freePort();
        gateway.catalog(SERVER, List.of("second"));
        String catalog = Files.readString(gateway.catalogFile());
        gateway.write(catalog.replaceFirst("(?m)^  listen: \\[", "$0\"127.0.0.1:" + port + "\", "));
        try (Intruder intruder = new Intruder(gateway, port)) {
          failed = intruder.whileLurking(gateway::apply);
        }
      }

      assertThat(failed.exitCode()).as(failed.err()).isEqualTo(4);
      assertThat(failed.err())
          .contains("[emerg] bind() to 127.0.0.1:" + port + " failed")
          .contains("release " + first + " is live");
      assertThat(gateway.current()).isEqualTo(first);
      assertThat(gateway.files()).isEqualTo(files);
    }
  }

  /** Takes a port as soon as another release is the current one. */
  private static final class Intruder implements AutoCloseable {
    private final ServedGateway gateway;
    private final int port;
    private final String before;
    private final ServerSocket socket = new ServerSocket();
    private final Thread thread = new Thread(this::lurk, "intruder");
    private volatile boolean stopped;

    Intruder(ServedGateway gateway, int port) throws IOException {
      this.gateway = gateway;
      this.port = port;
      this.before = gateway.current();
    }

    private void lurk() {
      while (!stopped && gateway.current().equals(before)) {
        Thread.onSpinWait();
      }
      try {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      } catch (IOException e) {
        // nginx was faster.
      }
    }

    CommandLineRun whileLurking(Supplier<CommandLineRun> run) {
      thread.start();
      return run.get();
    }

    @Override
    public void close() throws IOException {
      stopped = true;
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      socket.close();
    }
  }
}
