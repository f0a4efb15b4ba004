package dev.vllmnginx.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.nginx.ConfigTestResult.Accepted;
import dev.vllmnginx.nginx.ConfigTestResult.Rejected;
import dev.vllmnginx.process.ProgramRunner;
import dev.vllmnginx.testing.NginxGateway;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigTestIT {
  private static final ProgramRunner PROGRAMS = ProgramRunner.local();

  static Stream<NginxBinary> nginxes() {
    return TestNginxes.all();
  }

  @ParameterizedTest
  @MethodSource("nginxes")
  void acceptsAGoodTreeAndLeavesNothing(NginxBinary nginx) {
    List<PrivatePlace> places = new ArrayList<>();

    ConfigTestResult result =
        new ConfigTest(nginx, PROGRAMS)
            .run(
                place -> {
                  places.add(place);
                  return TestTrees.tree(
                      place,
                      "user nobody nogroup;",
                      "server { listen "
                          + ("unix:" + place.socketPrefix() + 0)
                          + " default_server reuseport; listen "
                          + ("unix:" + place.socketPrefix() + 1)
                          + " ssl; ssl_reject_handshake on; return 204; }");
                });

    assertThat(result).isInstanceOf(Accepted.class);
    assertThat(result.messages()).isEmpty();
    assertThat(places.get(0).directory()).doesNotExist();
  }

  @ParameterizedTest
  @MethodSource("nginxes")
  void saysWhereARefusedTreeIsWrongAndLeavesNothing(NginxBinary nginx) {
    List<PrivatePlace> places = new ArrayList<>();

    ConfigTestResult result =
        new ConfigTest(nginx, PROGRAMS)
            .run(
                place -> {
                  places.add(place);
                  return TestTrees.tree(place, "", "map $host $x {\n    default 1;\n}\nservre;\n");
                });

    assertThat(result).isInstanceOf(Rejected.class);
    assertThat(result.messages())
        .containsExactly(
            new NginxMessage(
                NginxMessage.Level.EMERG, "unknown directive \"servre\"", "conf.d/http.conf", 4));
    assertThat(places.get(0).directory()).doesNotExist();
  }

  @ParameterizedTest
  @MethodSource("nginxes")
  void aScriptWithAnErrorIsPointedAt(NginxBinary nginx) {
    ConfigTestResult result =
        new ConfigTest(nginx, PROGRAMS)
            .run(
                place ->
                    TestTrees.tree(
                        place,
                        NjsModule.of(nginx).map(file -> "load_module " + file + ";").orElse(""),
                        "js_import a from njs/a.js;\nserver { listen "
                            + ("unix:" + place.socketPrefix() + 0)
                            + "; location / { js_content a.f; } }",
                        TestTrees.file("njs/a.js", "export default {};\nfunction f( {}\n")));

    assertThat(result).isInstanceOf(Rejected.class);
    NginxMessage first = result.messages().get(0);
    assertThat(first.text()).startsWith("SyntaxError");
    assertThat(first.file()).endsWith("a.js");
    assertThat(first.line()).isEqualTo(2);
  }

  /** A running nginx keeps its pid file, its logs, its sockets and its clients. */
  @ParameterizedTest
  @MethodSource("nginxes")
  void doesNotDisturbAnNginxThatRuns(NginxBinary nginx, @TempDir Path dir) throws Exception {
    int port = NginxGateway.freePort();
    PrivatePlace place = new PrivatePlace(dir.toRealPath());
    TreeWriter.write(
        TestTrees.tree(place, "", "server { listen 127.0.0.1:" + port + "; return 204; }"), place);
    Process running =
        new ProcessBuilder(nginx.command(place, "-g", "daemon off;")).inheritIO().start();
    try {
      awaitStart(running, place);
      Path defaultPid = Path.of(nginx.build().pidPath());
      boolean hadDefaultPid = Files.exists(defaultPid);
      String pid = Files.readString(place.pidFile());
      Object pidInode = inode(place.pidFile());
      String errors = Files.readString(place.errorLog());
      List<Long> workers = running.children().map(ProcessHandle::pid).sorted().toList();
      AtomicBoolean stop = new AtomicBoolean();
      AtomicInteger answered = new AtomicInteger();
      List<String> failures = new ArrayList<>();
      Thread client = new Thread(() -> ask(port, stop, answered, failures));
      client.start();

      for (int i = 0; i < 10; i++) {
        assertThat(
                new ConfigTest(nginx, PROGRAMS)
                    .run(
                        test ->
                            TestTrees.tree(
                                test,
                                "",
                                "server { listen " + ("unix:" + test.socketPrefix() + 0) + "; }")))
            .isInstanceOf(Accepted.class);
      }
      stop.set(true);
      client.join();

      assertThat(failures).isEmpty();
      assertThat(answered.get()).isPositive();
      assertThat(place.pidFile()).hasContent(pid.strip());
      assertThat(inode(place.pidFile())).isEqualTo(pidInode);
      assertThat(place.errorLog()).content().isEqualTo(errors);
      assertThat(awaitAccessLog(place, answered.get())).hasSize(answered.get());
      assertThat(running.children().map(ProcessHandle::pid).sorted().toList()).isEqualTo(workers);
      assertThat(Files.exists(defaultPid)).isEqualTo(hadDefaultPid);
    } finally {
      running.destroy();
      assertThat(running.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("nginxes")
  void worksForAnOrdinaryUser(NginxBinary nginx) {
    Path setpriv = Path.of("/usr/bin/setpriv");
    Assumptions.assumeTrue(Files.isExecutable(setpriv), "no setpriv here");
    List<Path> places = new ArrayList<>();
    ProgramRunner asNobody =
        (command, timeout) -> {
          List<String> full =
              new ArrayList<>(
                  List.of(setpriv.toString(), "--reuid=65534", "--regid=65534", "--clear-groups"));
          full.addAll(command);
          giveToNobody(places.get(0));
          return PROGRAMS.run(full, timeout);
        };
    Assumptions.assumeTrue(
        PROGRAMS
            .run(
                List.of(setpriv.toString(), "--reuid=65534", nginx.path().toString(), "-V"),
                Duration.ofSeconds(5))
            .succeeded(),
        "only root can become somebody else, and this nginx may need root to be reached");

    ConfigTestResult result =
        new ConfigTest(nginx, asNobody)
            .run(
                place -> {
                  places.add(place.directory());
                  return TestTrees.tree(
                      place,
                      "user nobody nogroup;",
                      "server { listen "
                          + ("unix:" + place.socketPrefix() + 0)
                          + "; return 204; }");
                });

    assertThat(result).isInstanceOf(Accepted.class);
    assertThat(result.messages()).isEmpty();
    assertThat(places.get(0)).doesNotExist();
  }

  private static void giveToNobody(Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.toList()) {
        Files.setAttribute(path, "unix:uid", 65534, LinkOption.NOFOLLOW_LINKS);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void ask(
      int port, AtomicBoolean stop, AtomicInteger answered, List<String> failures) {
    while (!stop.get()) {
      try {
        HttpURLConnection connection =
            (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + "/").toURL().openConnection();
        connection.setRequestProperty("Connection", "close");
        if (connection.getResponseCode() != 204) {
          failures.add("status " + connection.getResponseCode());
        }
        answered.incrementAndGet();
        Thread.sleep(5);
      } catch (IOException | InterruptedException e) {
        failures.add(e.toString());
      }
    }
  }

  /** nginx writes its pid file before it starts its worker, and says so in its log after that. */
  private static void awaitStart(Process running, PrivatePlace place) throws Exception {
    for (int i = 0; i < 500; i++) {
      if (Files.exists(place.pidFile())
          && Files.size(place.pidFile()) > 0
          && running.children().count() == 1
          && read(place.errorLog()).contains("start worker process ")) {
        return;
      }
      Thread.sleep(20);
    }
    throw new AssertionError("nginx did not start: " + read(place.errorLog()));
  }

  /** nginx writes the line of a request after its answer. */
  private static List<String> awaitAccessLog(PrivatePlace place, int lines) throws Exception {
    for (int i = 0; i < 500 && Files.readAllLines(place.accessLog()).size() < lines; i++) {
      Thread.sleep(20);
    }
    return Files.readAllLines(place.accessLog());
  }

  private static String read(Path file) throws IOException {
    return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "no log";
  }

  private static Object inode(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ino");
  }
}
