package dev.vllmnginx.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.process.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MasterFinderTest {
  private static final String NGINX = "/usr/sbin/nginx";
  private static final NginxBuild BUILD =
      NginxBuild.parse(
              "nginx version: nginx/1.22.1\nconfigure arguments: --prefix=/usr/share/nginx"
                  + " --conf-path=/etc/nginx/nginx.conf")
          .orElseThrow();

  @TempDir Path dir;
  private Path pidFile;
  private Path config;
  private final FakeProcesses processes = new FakeProcesses();

  @BeforeEach
  void makeRelease() throws IOException {
    pidFile = dir.resolve("nginx.pid");
    Files.createDirectories(dir.resolve("root/releases/one"));
    Files.createSymbolicLink(dir.resolve("root/current"), Path.of("releases/one"));
    Files.writeString(dir.resolve("root/releases/one/nginx.conf"), "");
    config = dir.resolve("root/current/nginx.conf");
  }

  private MasterState find(String pid) throws IOException {
    Files.writeString(pidFile, pid);
    return find();
  }

  private MasterState find() {
    return new MasterFinder(processes, BUILD).find(pidFile, config, Set.of(80, 8088));
  }

  private RunningProcess master(long pid, String arguments) {
    return processes.add(pid, 1, NGINX, "nginx: master process " + arguments);
  }

  @Test
  void findsTheMasterOnItsConfiguration() throws IOException {
    RunningProcess master = master(10, "nginx -c " + config + " -g daemon off;");
    master(11, "nginx -c /elsewhere/nginx.conf");
    processes.add(12, 10, NGINX, "nginx: worker process");
    processes.add(13, 10, NGINX, "nginx: worker process is shutting down");
    processes.add(14, 10, NGINX, "nginx: cache manager process");
    processes.add(15, 11, NGINX, "nginx: worker process");

    MasterState state = find("10\n");

    NginxMaster found = new NginxMaster(master, config);
    assertThat(state).isEqualTo(new MasterState.Running(found));
    assertThat(found.workers(processes))
        .containsExactly(
            new Worker(12, FakeProcesses.START, false), new Worker(13, FakeProcesses.START, true));
  }

  @Test
  void knowsAMasterAgainWhosePidFileHasMoved() {
    RunningProcess master = master(10, "nginx -c " + config);
    master(11, "nginx -c /elsewhere/nginx.conf");
    processes.add(12, 1, "/bin/sh", "nginx: master process nginx -c " + config);
    long start = FakeProcesses.START.toEpochMilli();
    MasterFinder finder = new MasterFinder(processes, BUILD);

    assertThat(finder.again(new LiveNginx.Master(10, start), config))
        .contains(new NginxMaster(master, config));
    assertThat(finder.again(new LiveNginx.Master(10, start + 10), config)).isEmpty();
    assertThat(finder.again(new LiveNginx.Master(11, start), config)).isEmpty();
    assertThat(finder.again(new LiveNginx.Master(12, start), config)).isEmpty();
    assertThat(finder.again(new LiveNginx.Master(13, start), config)).isEmpty();
  }

  @Test
  void takesAnotherNameOfTheDirectoryForTheSame() throws IOException {
    Path other = Files.createSymbolicLink(dir.resolve("alias"), dir.resolve("root"));
    master(10, "nginx -c " + other.resolve("current/nginx.conf"));

    assertThat(find("10")).isInstanceOf(MasterState.Running.class);
  }

  @Test
  void knowsThatAMasterOnOneReleaseNeverReadsTheNext() throws IOException {
    Path release = dir.resolve("root/releases/one/nginx.conf");
    RunningProcess master = master(10, "nginx -c " + release);

    assertThat(find("10"))
        .isEqualTo(new MasterState.OtherConfiguration(new NginxMaster(master, release), config));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "abc", "-1", "0", "12 13", "99999999999999999999"})
  void refusesAPidFileWithoutANumber(String text) throws IOException {
    assertThat(find(text)).isEqualTo(new MasterState.EmptyPid(pidFile, null));
  }

  @Test
  void knowsAStalePidFile() throws IOException {
    assertThat(find("10")).isEqualTo(new MasterState.StalePid(pidFile, 10, null));

    RunningProcess actual = master(20, "nginx -c " + config);
    assertThat(find("10"))
        .isEqualTo(new MasterState.StalePid(pidFile, 10, new NginxMaster(actual, config)));
    assertThat(find(""))
        .isEqualTo(new MasterState.EmptyPid(pidFile, new NginxMaster(actual, config)));
    Files.delete(pidFile);
    assertThat(find())
        .isEqualTo(new MasterState.MissingPid(pidFile, new NginxMaster(actual, config)));
  }

  @Test
  void neverTakesAStrangerForNginx() throws IOException {
    RunningProcess sleep = processes.add(10, 1, "/usr/bin/sleep", "sleep", "61");
    RunningProcess actor =
        processes.add(11, 1, "/usr/bin/python3", "nginx: master process nginx -c " + config);
    RunningProcess worker = processes.add(12, 1, NGINX, "nginx: worker process");

    assertThat(find("10")).isEqualTo(new MasterState.ForeignPid(pidFile, sleep, null));
    assertThat(find("11")).isEqualTo(new MasterState.ForeignPid(pidFile, actor, null));
    assertThat(find("12")).isEqualTo(new MasterState.ForeignPid(pidFile, worker, null));
  }

  @Test
  void saysThatItMayNotKnow() throws IOException {
    RunningProcess hidden = processes.add(10, 1, "", "nginx: master process nginx -c " + config);

    assertThat(find("10")).isEqualTo(new MasterState.Unknown(pidFile, hidden));
  }

  @Test
  void findsWorkersWhoseMasterWasKilled() throws IOException {
    RunningProcess orphan = processes.add(10, 1, NGINX, "nginx: worker process");
    processes.add(11, 1, NGINX, "nginx: worker process is shutting down");
    processes.listens(80, 10L);
    processes.listens(9999, 11L);

    MasterState.OrphanWorkers expected = new MasterState.OrphanWorkers(java.util.List.of(orphan));
    assertThat(find()).isEqualTo(expected);
    assertThat(find("9")).isEqualTo(expected);
    assertThat(find("")).isEqualTo(expected);
  }

  @Test
  void leavesTheWorkersOfOthersAlone() {
    master(10, "nginx -c /elsewhere/nginx.conf");
    processes.add(11, 10, NGINX, "nginx: worker process");
    processes.add(12, 1, NGINX, "nginx: worker process");
    processes.listens(80, 11L);
    processes.listens(9999, 12L);

    assertThat(find()).isEqualTo(new MasterState.NotRunning());
  }

  @ParameterizedTest
  @CsvSource({
    "nginx, /etc/nginx/nginx.conf",
    "/usr/sbin/nginx -g daemon on; master_process on;, /etc/nginx/nginx.conf",
    "nginx -c /a/nginx.conf, /a/nginx.conf",
    "nginx -c/a/nginx.conf -q, /a/nginx.conf",
    "nginx -g daemon off; -c /a/b c/nginx.conf -e stderr, /a/b c/nginx.conf",
    "nginx -c conf/a.conf, /usr/share/nginx/conf/a.conf",
    "nginx -p /srv/gw/ -c a.conf, /srv/gw/a.conf",
    "nginx -p /srv/gw, /etc/nginx/nginx.conf",
  })
  void readsTheMainFileFromTheCommandLine(String command, String expected) {
    RunningProcess master = master(10, command);

    assertThat(MasterTitle.configFile(master, BUILD)).isEqualTo(Path.of(expected));
  }
}
