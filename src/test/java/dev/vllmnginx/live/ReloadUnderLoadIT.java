package dev.vllmnginx.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.CommandLineRun;
import dev.vllmnginx.testing.NginxVersion;
import dev.vllmnginx.testing.ServedGateway;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No request is lost while releases change. {@code -Dload.long=true} makes it 20 applies under at
 * least 20,000 requests.
 */
class ReloadUnderLoadIT {
  private static final boolean LONG = Boolean.getBoolean("load.long");
  private static final int APPLIES = LONG ? 20 : 4;
  private static final int REQUESTS = LONG ? 20_000 : 1_000;
  private static final int STREAMS = 50;

  @ParameterizedTest
  @EnumSource(NginxVersion.class)
  void losesNothing(NginxVersion version) throws InterruptedException {
    try (LoadBackend backend = new LoadBackend();
        ServedGateway gateway = new ServedGateway(version)) {
      if (version == NginxVersion.NEWEST) {
        gateway.declare("1.30");
      }
      gateway.catalog(backend.address(), List.of("model"));
      CommandLineRun started = gateway.apply("--start");
      assertThat(started.exitCode()).as(started.err()).isZero();
      LoadClients clients = new LoadClients(gateway.port(), "model", STREAMS);
      clients.start(2, 2);

      int applies = 0;
      for (int i = 1; i <= APPLIES || clients.fresh.get() < REQUESTS; i++, applies++) {
        gateway.catalog(backend.address(), List.of("model", "model-" + i % 7));
        CommandLineRun run = gateway.apply();
        assertThat(run.exitCode()).as(run.err()).isZero();
      }
      backend.endStreams();
      clients.stop();

      String figures =
          "nginx %s: %d applies; %d requests on fresh connections, %d lost; %d on kept ones, without retry %d lost, with one retry %d; %d of %d streams whole, %d events"
              .formatted(
                  version,
                  applies,
                  clients.fresh.get(),
                  clients.freshLost.get(),
                  clients.kept.get(),
                  clients.keptRetried.get(),
                  clients.keptLost.get(),
                  clients.streamsWhole.get(),
                  STREAMS,
                  clients.events.get());
      System.out.println(figures);
      assertThat(clients.freshLost).as(figures).hasValue(0);
      assertThat(clients.keptLost).as(figures).hasValue(0);
      if (version == NginxVersion.NEWEST) {
        // keepalive_min_timeout; older versions close idle connections at a reload.
        assertThat(clients.keptRetried).as(figures).hasValue(0);
      }
      assertThat(clients.streamsWhole).as(figures).hasValue(STREAMS);
    }
  }
}
