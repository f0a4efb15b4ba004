package dev.vllmnginx.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.CommandLineRun;
import dev.vllmnginx.testing.NginxVersion;
import dev.vllmnginx.testing.RecordingBackend;
import dev.vllmnginx.testing.ServedGateway;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code status} shows what nginx found out about the servers, before and after an apply. */
class HealthStatusIT {
  @ParameterizedTest
  @EnumSource(
      value = NginxVersion.class,
      names = {"V1_26", "NEWEST"})
  void showsWhoIsOutAndWhoIsBack(NginxVersion version) {
    try (ServedGateway gateway = new ServedGateway(version);
        RecordingBackend first = RecordingBackend.chat("first", "watched");
        RecordingBackend second = RecordingBackend.chat("second", "watched")) {
      gateway.write(catalog(gateway, first, second, "4m"));
      CommandLineRun started = gateway.apply("--start");
      CommandLineRun well = await(gateway, "up        " + second.address() + " of watched");
      first.refuse();
      CommandLineRun out = await(gateway, "out       " + first.address() + " of watched, since 2");
      gateway.write(catalog(gateway, first, second, "5m"));
      CommandLineRun applied = gateway.apply();
      CommandLineRun still = gateway.status("--format", "json");
      first.accept();
      CommandLineRun back = await(gateway, "up        " + first.address() + " of watched, since 2");

      assertThat(started.exitCode()).as(started.err()).isZero();
      assertThat(well.exitCode()).as(well.err()).isZero();
      assertThat(out.exitCode()).isEqualTo(1);
      assertThat(out.err())
          .contains(first.address() + " of watched is out: connect failed", "vllm-nginx doctor");
      assertThat(applied.exitCode()).as(applied.err()).isZero();
      assertThat(still.out())
          .contains("\"address\":\"" + first.address() + "\",\"state\":\"out\"")
          .contains("\"address\":\"" + second.address() + "\",\"state\":\"up\"");
      assertThat(back.exitCode()).as(back.err()).isZero();
    }
  }

  private static String catalog(
      ServedGateway gateway, RecordingBackend first, RecordingBackend second, String size) {
    return """
        version: 1
        nginx: {version: "1.26", njs: "0.8.5", pid: %s}
        logging: {access_log: %s/access.log, error_log: %s/error.log}
        gateway: {listen: ["127.0.0.1:%d"], status_listen: "127.0.0.1:%d", max_body_size: %s}
        defaults: {health: {interval: 500ms, timeout: 300ms}}
        models:
          - {name: watched, type: chat, servers: [{address: "%s"}, {address: "%s"}]}
        """
        .formatted(
            gateway.pidFile(),
            gateway.logs(),
            gateway.logs(),
            gateway.port(),
            gateway.statusPort(),
            size,
            first.address(),
            second.address());
  }

  private static CommandLineRun await(ServedGateway gateway, String line) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    CommandLineRun run = gateway.status();
    while (!run.out().contains(line)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("no line " + line + " in:\n" + run.out() + run.err());
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      run = gateway.status();
    }
    return run;
  }
}
