package dev.vllmnginx.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.process.ProgramResult;
import dev.vllmnginx.process.ProgramRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands and files that systemd gets. It is played, as systemctl(1) describes it: {@code
 * start} fails for a unit that does not come up.
 */
class SystemdTest {
  private static final NginxBinary NGINX =
      new NginxBinary(
          Path.of("/usr/sbin/nginx"),
          NginxBuild.parse("nginx version: nginx/1.22.1").orElseThrow());

  private static final String SHOW = "systemctl show --property=LoadState --value nginx.service";

  @TempDir Path units;
  private final List<String> commands = new ArrayList<>();

  private Systemd systemd(Set<String> failing) {
    ProgramRunner programs =
        (command, timeout) -> {
          String line = String.join(" ", command);
          commands.add(line);
          boolean fails = failing.contains(line);
          return line.equals(SHOW)
              ? new ProgramResult(0, fails ? "not-found\n" : "loaded\n", "", false)
              : new ProgramResult(fails ? 1 : 0, "", "it says why", false);
        };
    return new Systemd(programs, units, units);
  }

  private static NginxSetup setup(String mainFile) {
    return new NginxSetup(
        Path.of(mainFile),
        Path.of("/run/nginx.pid"),
        Path.of("/var/log/nginx/error.log"),
        Set.of());
  }

  @Test
  void thePackagesServiceRunsTheLiveRelease() throws IOException {
    systemd(Set.of()).start(NGINX, setup("/etc/vllm-nginx/current/nginx.conf"), true);

    assertThat(commands)
        .containsExactly(
            SHOW,
            "systemctl daemon-reload",
            "systemctl start nginx.service",
            "systemctl enable nginx.service");
    assertThat(Files.readString(units.resolve("nginx.service.d/vllm-nginx.conf")))
        .contains(
            "ExecStart=\nExecStart=/usr/sbin/nginx -c /etc/vllm-nginx/current/nginx.conf\n",
            "Type=forking\nPIDFile=/run/nginx.pid\n")
        .doesNotContain("[Unit]");
    assertThat(units.resolve("vllm-nginx.service")).doesNotExist();
  }

  @Test
  void withoutAPackageThereIsAServiceOfOurOwn() throws IOException {
    systemd(Set.of(SHOW)).start(NGINX, setup("/srv/50% of $it/current/nginx.conf"), true);

    assertThat(commands).contains("systemctl start vllm-nginx.service");
    assertThat(Files.readString(units.resolve("vllm-nginx.service")))
        .contains(
            "[Unit]\n",
            "[Install]\n",
            "ExecStart=/usr/sbin/nginx -c \"/srv/50%% of $$it/current/nginx.conf\"\n");
  }

  @Test
  void whatIncludesAReleaseIsStartedAsItIs() {
    systemd(Set.of()).start(NGINX, setup("/etc/nginx/nginx.conf"), false);

    assertThat(commands)
        .containsExactly(SHOW, "systemctl start nginx.service", "systemctl enable nginx.service");
    assertThat(units).isEmptyDirectory();
  }

  @Test
  void saysWhyItDoesNotStart() {
    Systemd systemd = systemd(Set.of("systemctl start nginx.service"));

    assertThatThrownBy(() -> systemd.start(NGINX, setup("/etc/nginx/nginx.conf"), false))
        .isInstanceOf(WorldException.class)
        .hasMessage("systemd did not start nginx: it says why");
  }

  @Test
  void whatDoesNotStartIsNotLeftForTheNextBoot() {
    Systemd systemd = systemd(Set.of("systemctl start nginx.service"));
    NginxSetup setup = setup("/etc/vllm-nginx/current/nginx.conf");

    assertThatThrownBy(() -> systemd.start(NGINX, setup, true)).isInstanceOf(WorldException.class);
    assertThat(units.resolve("nginx.service.d/vllm-nginx.conf")).doesNotExist();
    assertThat(commands).endsWith("systemctl start nginx.service", "systemctl daemon-reload");
  }
}
