package dev.vllmnginx.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.CommandLineRun;
import dev.vllmnginx.testing.NginxVersion;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RecordingBackend;
import dev.vllmnginx.testing.ServedGateway;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Limits of a running gateway change with an apply. nginx itself would stay on the old
 * configuration without a word when a zone gets another key.
 */
class LimitsApplyIT {
  private static final int MANY = 12;

  @ParameterizedTest
  @EnumSource(NginxVersion.class)
  void anotherRateAndAnotherKeyOfALimitTakeEffect(NginxVersion version) {
    try (ServedGateway gateway = new ServedGateway(version);
        RecordingBackend server = RecordingBackend.chat("server", "qwen")) {
      apply(gateway, server, "limits: {requests: 2r/m, burst: 1}", "", "--start");
      assertThat(refused(gateway)).as("2r/m").isGreaterThan(MANY / 2);

      apply(gateway, server, "limits: {requests: 1000r/s, burst: 1000}", "");
      assertThat(refused(gateway)).as("1000r/s").isZero();

      // The limit of each client becomes one of all clients of a model.
      apply(gateway, server, "", "limits: {requests: 2r/m, burst: 1}");
      assertThat(refused(gateway)).as("2r/m of the model").isGreaterThan(MANY / 2);

      apply(gateway, server, "limits: {requests: 2r/m, burst: 1000}", "");
      assertThat(refused(gateway)).as("burst of 1000").isZero();

      apply(gateway, server, "", "");
      assertThat(refused(gateway)).as("no limit").isZero();
    }
  }

  private static void apply(
      ServedGateway gateway,
      RecordingBackend server,
      String ofClients,
      String ofModel,
      String... options) {
    gateway.write(
        """
        version: 1
        nginx: {pid: %s}
        logging: {access_log: %s/access.log, error_log: %s/error.log}
        gateway:
          listen: ["127.0.0.1:%d"]
          status_listen: "127.0.0.1:%d"
          %s
        models:
          - name: qwen
            type: chat
            %s
            servers: [{address: "%s"}]
        """
            .formatted(
                gateway.pidFile(),
                gateway.logs(),
                gateway.logs(),
                gateway.port(),
                gateway.statusPort(),
                ofClients,
                ofModel,
                server.address()));
    CommandLineRun run = gateway.apply(options);
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  /** How many of {@link #MANY} requests got a 429; the others are answered. */
  private static long refused(ServedGateway gateway) {
    int refused = 0;
    for (int i = 0; i < MANY; i++) {
      int status =
          RawHttpClient.plain(gateway.port())
              .post("/v1/chat/completions", "{\"model\":\"qwen\",\"messages\":[]}")
              .status();
      assertThat(status).isIn(200, 429);
      refused += status == 429 ? 1 : 0;
    }
    return refused;
  }
}
