package dev.vllmnginx.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.nginx.LiveNginx.Master;
import dev.vllmnginx.nginx.LiveNginx.ReleaseAnswer;
import dev.vllmnginx.nginx.LiveNginx.State;
import dev.vllmnginx.process.PrivateDirectory;
import dev.vllmnginx.process.ProcessTable;
import dev.vllmnginx.process.ProgramRunner;
import dev.vllmnginx.render.RenderedFile;
import dev.vllmnginx.render.RenderedTree;
import dev.vllmnginx.testing.NginxGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real nginx in the background is started, changed and asked. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LocalLiveNginxIT {
  private static final String ONE = "1".repeat(16);
  private static final String TWO = "2".repeat(16);

  private final PrivateDirectory directory = PrivateDirectory.create();
  private final Path dir = directory.path();
  private final Path mainFile = dir.resolve("nginx.conf");
  private final NginxSetup setup;
  private final LocalAddress status;
  private final int port;

  LocalLiveNginxIT() throws IOException {
    directory.letOthersThrough();
    port = NginxGateway.freePort();
    status = new LocalAddress.Ip("127.0.0.1", port);
    setup =
        new NginxSetup(mainFile, dir.resolve("nginx.pid"), dir.resolve("error.log"), Set.of(port));
  }

  static Stream<NginxBinary> nginxes() {
    return TestNginxes.all();
  }

  @AfterEach
  void stop() throws IOException {
    ProcessTable processes = ProcessTable.local();
    processes.all().stream()
        .filter(found -> found.command().contains(mainFile.toString()))
        .flatMap(master -> ProcessHandle.of(master.pid()).stream())
        .flatMap(master -> Stream.concat(Stream.of(master), master.children()))
        .toList()
        .forEach(ProcessHandle::destroyForcibly);
    directory.close();
  }

  @ParameterizedTest
  @MethodSource("nginxes")
  void isStartedTestedReloadedAndAsked(NginxBinary binary) throws Exception {
    LiveNginx nginx = live(binary);
    RenderedTree tree = write(ONE, "");

    assertThat(nginx.state()).isEqualTo(new State.Stopped(""));
    assertThat(nginx.test(mainFile, tree)).isInstanceOf(ConfigTestResult.Accepted.class);
    assertThat(setup.pidFile()).as("left behind by nginx -t").doesNotExist();

    Master master = nginx.start().master();
    assertThat(nginx.state()).isEqualTo(new State.Running(master));
    assertThat(awaitAll(nginx, master, ONE)).hasSize(2);

    Set<Long> before = nginx.workers(master);
    write(TWO, "");
    nginx.reload(master);
    assertThat(awaitAll(nginx, master, TWO)).doesNotContainAnyElementsOf(before);
    assertThat(nginx.state()).isEqualTo(new State.Running(master));

    long end = nginx.errorLogEnd();
    write(ONE, "servre on;");
    assertThat(nginx.test(mainFile, tree)).isInstanceOf(ConfigTestResult.Rejected.class);
    assertThat(setup.pidFile()).isNotEmptyFile();
    nginx.reload(master);
    for (int i = 0; i < 500 && nginx.errorsSince(end).isEmpty(); i++) {
      Thread.sleep(20);
    }
    NginxMessage message = nginx.errorsSince(end).get(0);
    assertThat(message.level()).isEqualTo(NginxMessage.Level.EMERG);
    assertThat(message.text()).contains("unknown directive \"servre\"");
    assertThat(message.file()).isEqualTo("nginx.conf");
    assertThat(nginx.askRelease(status, Duration.ofSeconds(5)).release()).isEqualTo(TWO);

    assertThatThrownBy(() -> nginx.reload(new Master(master.pid(), master.startMillis() - 10)))
        .isInstanceOf(WorldException.class)
        .hasMessageContaining("is no longer there");
  }

  @ParameterizedTest
  @MethodSource("nginxes")
  void whatWasStartedIsEndedAgain(NginxBinary binary) throws Exception {
    LiveNginx nginx = live(binary);
    write(ONE, "");
    LiveNginx.Started started = nginx.start();
    Files.delete(setup.pidFile());

    started.takeBack().run();

    assertThat(nginx.state()).isEqualTo(new State.Stopped(""));
    assertThat(ProcessTable.local().find(started.master().pid())).isEmpty();
  }

  /** Its main file names another pid file than the one that is known. */
  @ParameterizedTest
  @MethodSource("nginxes")
  void saysWhatIsThereInsteadAndEndsIt(NginxBinary binary) throws Exception {
    write(ONE, "");
    Path elsewhere = dir.resolve("elsewhere.pid");
    Files.writeString(
        mainFile,
        Files.readString(mainFile).replace(setup.pidFile().toString(), elsewhere.toString()));
    LiveNginx nginx =
        new LocalLiveNginx(
            binary, setup, ProcessTable.local(), ProgramRunner.local(), Duration.ofMillis(500));

    assertThatThrownBy(nginx::start)
        .isInstanceOf(WorldException.class)
        .hasMessageContaining("nginx did not start: ")
        .hasMessageContaining(setup.pidFile() + " is missing, but nginx runs as process ");
    assertThat(nginx.state()).isEqualTo(new State.Stopped(""));
  }

  @ParameterizedTest
  @MethodSource("nginxes")
  void saysWhyItDoesNotStart(NginxBinary binary) throws Exception {
    write(ONE, "servre on;");

    assertThatThrownBy(() -> live(binary).start())
        .isInstanceOf(WorldException.class)
        .hasMessageContaining("unknown directive \"servre\"");
  }

  @ParameterizedTest
  @MethodSource("nginxes")
  void isLeftAloneWhenItsProgramWasReplaced(NginxBinary binary) throws Exception {
    Path program = Files.copy(binary.path(), dir.resolve("nginx"));
    LiveNginx nginx = live(NginxBinary.at(program, ProgramRunner.local()));
    write(ONE, "");
    nginx.start();

    Files.move(
        Files.copy(binary.path(), dir.resolve("newer")), program, StandardCopyOption.ATOMIC_MOVE);

    assertThat(nginx.state())
        .isInstanceOfSatisfying(
            State.Unsafe.class, unsafe -> assertThat(unsafe.reason()).contains("was replaced"));
  }

  private LiveNginx live(NginxBinary binary) {
    return new LocalLiveNginx(binary, setup, ProcessTable.local(), ProgramRunner.local());
  }

  /** Asks over new connections until each worker has answered, and each that release. */
  private Set<Long> awaitAll(LiveNginx nginx, Master master, String release) throws Exception {
    Set<Long> answered = new HashSet<>();
    for (int i = 0; i < 2000; i++) {
      Set<Long> workers = nginx.workers(master);
      ReleaseAnswer answer = nginx.askRelease(status, Duration.ofSeconds(5));
      if (answer.release().equals(release)) {
        answered.add(answer.worker());
      }
      if (workers.size() == 2 && answered.containsAll(workers)) {
        return workers;
      }
      Thread.sleep(5);
    }
    throw new AssertionError(answered + " of " + nginx.workers(master) + " answered " + release);
  }

  private RenderedTree write(String release, String more) throws IOException {
    String text =
        """
        worker_processes 2;
        pid %1$s/nginx.pid;
        error_log %1$s/error.log;
        events { worker_connections 64; }
        http {
            access_log off;
            client_body_temp_path %1$s/1;
            proxy_temp_path %1$s/2;
            fastcgi_temp_path %1$s/3;
            uwsgi_temp_path %1$s/4;
            scgi_temp_path %1$s/5;
            server {
                listen 127.0.0.1:%2$d reuseport;
                location = /release { return 200 '{"release":"%3$s","worker":$pid}'; }
            }
            %4$s
        }
        """
            .formatted(dir, port, release, more);
    Files.writeString(mainFile, text);
    return new RenderedTree(
        List.of(new RenderedFile("nginx.conf", text, Collections.emptySortedMap())));
  }
}
