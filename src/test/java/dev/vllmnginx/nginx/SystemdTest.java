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

  private static final String SHOW =
      "systemctl show --property=LoadState,ActiveState,UnitFileState nginx.service";
  private static final String SHOW_OWN = SHOW.replace("nginx.service", "vllm-nginx.service");
  private static final String RELOAD = "systemctl daemon-reload";
  private static final String START = "systemctl start nginx.service";
  private static final String STOP = "systemctl stop nginx.service";
  private static final String ENABLE = "systemctl enable nginx.service";
  private static final String MAIN = "/etc/vllm-nginx/current/nginx.conf";

  @TempDir Path units;
  private final List<String> commands = new ArrayList<>();
  private String state = "LoadState=loaded\nActiveState=inactive\nUnitFileState=disabled\n";

  private Systemd systemd(Set<String> failing) {
    ProgramRunner programs =
        (command, timeout) -> {
          String line = String.join(" ", command);
          commands.add(line);
          boolean fails = failing.contains(line);
          return line.equals(SHOW) || line.equals(SHOW_OWN)
              ? new ProgramResult(0, fails ? "LoadState=not-found\n" : state, "", false)
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

    assertThat(commands).containsExactly(SHOW, RELOAD, START, ENABLE);
    assertThat(Files.readString(units.resolve("nginx.service.d/vllm-nginx.conf")))
        .contains(
            "ExecStart=\nExecStart=/usr/sbin/nginx -c /etc/vllm-nginx/current/nginx.conf\n",
            "Type=forking\nPIDFile=/run/nginx.pid\n")
        .doesNotContain("[Unit]");
    assertThat(units.resolve("vllm-nginx.service")).doesNotExist();
  }

  @Test
  void withoutAPackageThereIsAServiceOfOurOwn() throws IOException {
    systemd(Set.of(SHOW, SHOW_OWN)).start(NGINX, setup("/srv/50% of $it/current/nginx.conf"), true);

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

    assertThat(commands).containsExactly(SHOW, START, ENABLE);
    assertThat(units).isEmptyDirectory();
  }

  @Test
  void saysWhyItDoesNotStart() {
    Systemd systemd = systemd(Set.of(START));

    assertThatThrownBy(() -> systemd.start(NGINX, setup("/etc/nginx/nginx.conf"), false))
        .isInstanceOf(WorldException.class)
        .hasMessage("systemd did not start nginx: it says why");
  }

  @Test
  void whatDoesNotStartIsNotLeftForTheNextBoot() {
    Systemd systemd = systemd(Set.of(START));

    assertThatThrownBy(() -> systemd.start(NGINX, setup(MAIN), true))
        .isInstanceOf(WorldException.class);
    assertThat(dropIn()).doesNotExist();
    assertThat(commands).containsExactly(SHOW, RELOAD, START, STOP, RELOAD);
  }

  @Test
  void whatWasThereBeforeIsRestoredWhereTheServiceCannotBoot() throws IOException {
    Files.createDirectories(dropIn().getParent());
    Files.writeString(dropIn(), "[Service]\nNice=5\n");
    Systemd systemd = systemd(Set.of(ENABLE));

    assertThatThrownBy(() -> systemd.start(NGINX, setup(MAIN), true))
        .isInstanceOf(WorldException.class)
        .hasMessage("systemd did not enable nginx: it says why");
    assertThat(dropIn()).hasContent("[Service]\nNice=5");
    assertThat(commands).contains(STOP).endsWith(RELOAD);
  }

  @Test
  void whatWasStartedIsTakenBack() {
    Runnable takeBack = systemd(Set.of()).start(NGINX, setup(MAIN), true);
    commands.clear();

    takeBack.run();

    assertThat(commands).containsExactly("systemctl disable nginx.service", STOP, RELOAD);
    assertThat(dropIn()).doesNotExist();
    assertThat(dropIn().getParent()).isEmptyDirectory();
  }

  @Test
  void saysWhatIsNotTakenBackAndTakesBackTheRest() {
    state = "LoadState=loaded\nActiveState=inactive\nUnitFileState=enabled\n";
    Runnable takeBack = systemd(Set.of(STOP)).start(NGINX, setup(MAIN), true);

    assertThatThrownBy(takeBack::run).hasMessage("systemd did not stop nginx: it says why");
    assertThat(commands).doesNotContain("systemctl disable nginx.service");
    assertThat(dropIn()).doesNotExist();
  }

  @Test
  void aServiceThatRunsSomethingElseIsLeftAlone() throws IOException {
    systemd(Set.of()).start(NGINX, setup(MAIN), true);
    String before = Files.readString(dropIn());
    state = "LoadState=loaded\nActiveState=active\nUnitFileState=enabled\n";
    commands.clear();

    for (boolean ownMain : new boolean[] {true, false}) {
      String main = ownMain ? "/srv/other/current/nginx.conf" : "/etc/nginx/nginx.conf";
      assertThatThrownBy(() -> systemd(Set.of()).start(NGINX, setup(main), ownMain))
          .isInstanceOf(WorldException.class)
          .hasMessageContaining("systemd runs nginx.service already with " + MAIN)
          .hasMessageContaining("`" + STOP + "`");
    }
    assertThat(commands).containsExactly(SHOW, SHOW);
    assertThat(dropIn()).hasContent(before);
  }

  @Test
  void theServiceOfAnotherGatewayIsNotTakenOver() throws IOException {
    String main = "/srv/50% of \"$it\"/current/nginx.conf";
    systemd(Set.of()).start(NGINX, setup(main), true);
    String before = Files.readString(dropIn());
    commands.clear();

    assertThatThrownBy(() -> systemd(Set.of()).start(NGINX, setup(MAIN), true))
        .isInstanceOf(WorldException.class)
        .hasMessageContaining("another gateway, " + main)
        .hasMessageContaining("`rm " + dropIn() + " && systemctl daemon-reload`");
    assertThat(commands).containsExactly(SHOW);
    assertThat(dropIn()).hasContent(before);
    systemd(Set.of()).start(NGINX, setup(main), true);
    assertThat(dropIn()).hasContent(before);
  }

  /** Or the package's service would run the gateway that was there before. */
  @Test
  void whatIncludesAReleaseIsStartedWithoutWhatAnotherLayoutHasLeft() throws IOException {
    systemd(Set.of()).start(NGINX, setup(MAIN), true);
    String before = Files.readString(dropIn());
    commands.clear();

    Runnable takeBack = systemd(Set.of()).start(NGINX, setup("/etc/nginx/nginx.conf"), false);

    assertThat(dropIn()).doesNotExist();
    assertThat(commands).containsExactly(SHOW, RELOAD, START, ENABLE);
    takeBack.run();
    assertThat(dropIn()).hasContent(before);
  }

  private Path dropIn() {
    return units.resolve("nginx.service.d/vllm-nginx.conf");
  }
}
