package dev.vllmnginx.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.nginx.LiveNginx.Master;
import dev.vllmnginx.nginx.LiveNginx.ReleaseAnswer;
import dev.vllmnginx.nginx.LiveNginx.State;
import dev.vllmnginx.process.PrivateDirectory;
import dev.vllmnginx.process.ProgramResult;
import dev.vllmnginx.process.ProgramRunner;
import dev.vllmnginx.render.RenderedFile;
import dev.vllmnginx.render.RenderedTree;
import dev.vllmnginx.testing.NginxVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real nginxes in containers with a network of their own, changed and asked from outside. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ContainerNginxIT {
  private static final String ONE = "1".repeat(16);
  private static final String TWO = "2".repeat(16);
  private static final LocalAddress STATUS = new LocalAddress.Ip("127.0.0.1", 8088);

  private final ProgramRunner programs = ProgramRunner.local();
  private final PrivateDirectory directory = PrivateDirectory.create();
  private final Path root = directory.path();
  private final String name = "vllm-nginx-it-" + root.getFileName();

  @AfterEach
  void remove() {
    docker("rm", "-f", name);
    directory.close();
  }

  @ParameterizedTest
  @EnumSource(NginxVersion.class)
  void isTestedReloadedAskedAndStartedFromOutside(NginxVersion version) throws Exception {
    RenderedTree tree = release("one", ONE, "");
    run(version, List.of("-v", root + ":/gateway:ro"), "/gateway/current/nginx.conf");
    LiveNginx nginx = live();

    assertThat(nginx.mainFile()).isEqualTo(Path.of("/gateway/current/nginx.conf"));
    Master master = awaitRunning(nginx);
    assertThat(awaitAll(nginx, master, ONE)).hasSize(2);
    assertThat(nginx.test(root.resolve("releases/one/nginx.conf"), tree))
        .isInstanceOf(ConfigTestResult.Accepted.class);

    release("two", TWO, "");
    nginx.reload(master);
    awaitAll(nginx, master, TWO);

    long end = nginx.errorLogEnd();
    RenderedTree bad = release("three", ONE, "servre on;");
    ConfigTestResult refused = nginx.test(root.resolve("releases/three/nginx.conf"), bad);
    assertThat(refused).isInstanceOf(ConfigTestResult.Rejected.class);
    assertThat(refused.messages().get(0).file()).isEqualTo("nginx.conf");
    nginx.reload(master);
    for (int i = 0; i < 100 && nginx.errorsSince(end).isEmpty(); i++) {
      Thread.sleep(100);
    }
    assertThat(nginx.errorsSince(end).get(0).text()).contains("unknown directive \"servre\"");
    assertThat(nginx.askRelease(STATUS, Duration.ofSeconds(5)).release()).isEqualTo(TWO);

    release("four", ONE, "");
    docker("stop", "-t", "2", name);
    assertThat(nginx.state()).isEqualTo(new State.Stopped("the container " + name + " is exited"));
    Master started = nginx.start().master();
    awaitAll(nginx, started, ONE);
  }

  @ParameterizedTest
  @EnumSource(value = NginxVersion.class, names = "V1_26")
  void saysWhatIsWrongWithAContainer(NginxVersion version) throws Exception {
    release("one", ONE, "");
    assertThatThrownBy(this::live)
        .isInstanceOf(WorldException.class)
        .hasMessageContaining("there is no container " + name);

    run(version, List.of(), "/etc/nginx/nginx.conf");
    assertThatThrownBy(this::live)
        .isInstanceOf(WorldException.class)
        .hasMessageContaining(
            "does not see " + root + ": make it anew with `docker run -v " + root);
    docker("rm", "-f", name);

    run(
        version,
        List.of("-v", root.resolve("current").toRealPath() + ":/gateway/current"),
        "/gateway/current/nginx.conf");
    assertThatThrownBy(this::live)
        .isInstanceOf(WorldException.class)
        .hasMessageContaining("Docker follows `current` once");
    docker("rm", "-f", name);

    run(version, List.of("-v", root + ":/gateway"), "/gateway/releases/one/nginx.conf");
    LiveNginx nginx = live();
    for (int i = 0; i < 100 && !(nginx.state() instanceof State.Unsafe); i++) {
      Thread.sleep(100);
    }
    assertThat(nginx.state())
        .isInstanceOfSatisfying(
            State.Unsafe.class,
            unsafe -> {
              assertThat(unsafe.reason())
                  .contains("was started with /gateway/releases/one/nginx.conf");
              assertThat(unsafe.advice())
                  .singleElement()
                  .asString()
                  .contains("with the command `nginx -c /gateway/current/nginx.conf");
            });
  }

  private LiveNginx live() {
    Path mainFile = root.resolve("current/nginx.conf");
    return ContainerNginx.of(name, mainFile, mainFile, programs);
  }

  private void run(NginxVersion version, List<String> options, String mainFile) {
    List<String> arguments = new ArrayList<>(List.of("run", "-d", "--name", name));
    arguments.addAll(options);
    arguments.addAll(List.of(version.image(), "nginx", "-c", mainFile, "-g", "daemon off;"));
    ProgramResult result = docker(arguments.toArray(String[]::new));
    assertThat(result.succeeded()).as(result.stderr()).isTrue();
  }

  private ProgramResult docker(String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    return programs.run(command, Duration.ofSeconds(60));
  }

  private static Master awaitRunning(LiveNginx nginx) throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      if (nginx.state() instanceof State.Running running) {
        return running.master();
      }
      Thread.sleep(100);
    }
    throw new AssertionError(nginx.state());
  }

  private static Set<Long> awaitAll(LiveNginx nginx, Master master, String release)
      throws Exception {
    Set<Long> answered = new HashSet<>();
    Set<Long> workers = Set.of();
    for (int i = 0; i < 400; i++) {
      if (i % 16 == 0) {
        workers = nginx.workers(master);
      }
      try {
        ReleaseAnswer answer = nginx.askRelease(STATUS, Duration.ofSeconds(5));
        if (answer.release().equals(release)) {
          answered.add(answer.worker());
        }
      } catch (IOException e) {
        Thread.sleep(100);
      }
      if (workers.size() == 2 && answered.containsAll(workers)) {
        return workers;
      }
    }
    throw new AssertionError(answered + " of " + workers + " answered " + release);
  }

  private RenderedTree release(String id, String release, String more) throws IOException {
    String text =
        """
        worker_processes 2;
        pid /run/nginx.pid;
        error_log /var/log/nginx/error.log;
        events { worker_connections 64; }
        http {
            server {
                listen 127.0.0.1:8088 reuseport;
                location = /release { return 200 '{"release":"%s","worker":$pid}'; }
            }
            %s
        }
        """
            .formatted(release, more);
    Path directory = Files.createDirectories(root.resolve("releases").resolve(id));
    Files.writeString(directory.resolve("nginx.conf"), text);
    Files.deleteIfExists(root.resolve("current"));
    Files.createSymbolicLink(root.resolve("current"), Path.of("releases", id));
    return new RenderedTree(
        List.of(new RenderedFile("nginx.conf", text, Collections.emptySortedMap())));
  }
}
