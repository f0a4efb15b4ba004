package dev.vllmnginx.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnCommandsTest {
  private static final Path ROOT = Path.of("/etc/vllm-nginx");
  private static final Path INCLUDING = Path.of("/etc/nginx/nginx.conf");

  @Test
  void saysOnlyWhatIsNotTheDefault() {
    OwnCommands commands =
        new OwnCommands(ROOT, INCLUDING, new ServingNginx(null, null, "/usr/sbin"));

    assertThat(commands.line(List.of("apply", "--start"))).isEqualTo("vllm-nginx apply --start");
  }

  @Test
  void hasAllThatWasGivenReadyForAShell() {
    OwnCommands commands =
        new OwnCommands(
            Path.of("/srv/it's here"),
            Path.of("/opt/nginx.conf"),
            new ServingNginx(Path.of("/opt/nginx"), "gateway", ""));

    assertThat(commands.line(List.of("apply", "my catalog.yaml")))
        .isEqualTo(
            "vllm-nginx apply 'my catalog.yaml' --root '/srv/it'\\''s here'"
                + " --nginx-conf /opt/nginx.conf --nginx /opt/nginx --container gateway");
  }
}
