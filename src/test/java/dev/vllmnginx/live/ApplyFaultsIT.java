package dev.vllmnginx.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.vllmnginx.process.ProgramResult;
import dev.vllmnginx.process.ProgramRunner;
import dev.vllmnginx.testing.CommandLineRun;
import dev.vllmnginx.testing.NginxVersion;
import dev.vllmnginx.testing.ServedGateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an apply does when the machine, another apply or an editor gets in its way. */
class ApplyFaultsIT {
  private static final String SERVER = "127.0.0.1:9";
  private static final Path PROGRAM = Path.of("target", "vllm-nginx").toAbsolutePath();

  @TempDir private Path directory = Path.of(".");

  @Test
  void ofTwentyOneWinsAndTheOthersSaySo() throws Exception {
    try (ServedGateway gateway = new ServedGateway(NginxVersion.V1_26)) {
      gateway.catalog(SERVER, List.of("first"));
      assertThat(gateway.apply("--start").exitCode()).isZero();
      gateway.catalog(SERVER, List.of("first", "second"));

      ExecutorService threads = Executors.newFixedThreadPool(20);
      List<Callable<CommandLineRun>> all = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        all.add(gateway::apply);
      }
      List<CommandLineRun> runs = new ArrayList<>();
      for (Future<CommandLineRun> run : threads.invokeAll(all)) {
        runs.add(run.get());
      }
      threads.shutdown();

      assertThat(runs).filteredOn(run -> run.out().contains(" is live on ")).hasSize(1);
      // Who comes when the winner is done finds nothing to do.
      assertThat(runs)
          .filteredOn(run -> !run.out().contains(" is live "))
          .isNotEmpty()
          .allSatisfy(
              run -> {
                assertThat(run.exitCode()).as(run.err()).isEqualTo(75);
                assertThat(run.err()).contains("another vllm-nginx is at work on these releases");
              });
      assertThat(gateway.running()).isEqualTo(gateway.current());
    }
  }

  @Test
  void whatIsValidatedIsWhatGoesLiveThoughTheCatalogIsEditedMeanwhile() throws IOException {
    try (ServedGateway gateway = new ServedGateway(NginxVersion.V1_26)) {
      gateway.catalog(SERVER, List.of("first"));
      assertThat(gateway.apply("--start").exitCode()).isZero();
      gateway.catalog(SERVER, List.of("first", "second"));
      String validated = Files.readString(gateway.catalogFile());

      CrashingApply.run(
          gateway.catalogFile().toString(),
          gateway.root(),
          gateway.program(),
          step -> {
            if (step.equals("begin render")) {
              gateway.write("models: [not a catalog\n");
            }
          });

      assertThat(gateway.models()).contains("\"second\"");
      assertThat(gateway.root().resolve("current/catalog.yaml")).hasContent(validated);
      assertThat(gateway.apply().exitCode()).isEqualTo(1);
      assertThat(gateway.models()).contains("\"second\"");
    }
  }

  @Test
  void aReleaseThatSomebodyHasEditedIsPutRight() throws IOException {
    try (ServedGateway gateway = new ServedGateway(NginxVersion.V1_26)) {
      gateway.catalog(SERVER, List.of("first"));
      assertThat(gateway.apply("--start").exitCode()).isZero();
      Path edited = gateway.root().resolve("current/conf.d/20-upstreams.conf");
      String written = Files.readString(edited);
      Files.writeString(edited, "upstream {\n");
      Files.writeString(gateway.root().resolve("current/conf.d/99-mine.conf"), "mine;\n");

      CommandLineRun run = gateway.apply();

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(edited).hasContent(written);
      assertThat(gateway.files()).noneMatch(path -> path.endsWith("99-mine.conf"));
      assertThat(gateway.test()).isZero();
    }
  }

  @Test
  void aFullDiskLeavesEverythingAsItWas() throws IOException {
    Path root = mounted("size=1m");
    try {
      Files.write(root.resolve("fill"), new byte[1000 << 10]);

      CommandLineRun full = apply(root.resolve("gateway"));
      List<String> left = names(root.resolve("gateway/releases"));
      Files.delete(root.resolve("fill"));
      CommandLineRun again = apply(root.resolve("gateway"));

      assertThat(full.exitCode()).as(full.err()).isEqualTo(6);
      assertThat(full.err()).contains("No space left on device");
      assertThat(left).isEmpty();
      // Nothing runs here: it comes to that question only now.
      assertThat(again.err()).doesNotContain("No space left on device");
    } finally {
      run("umount", root.toString());
    }
  }

  @Test
  void aReadOnlyDirectoryIsSaidToBeOne() {
    Path root = mounted("size=1m");
    try {
      assumeThat(run("mount", "-o", "remount,ro", root.toString()).succeeded()).isTrue();

      CommandLineRun refused = apply(root.resolve("gateway"));

      assertThat(refused.exitCode()).as(refused.err()).isEqualTo(6);
      assertThat(refused.err()).contains("cannot write to ", "Read-only file system");
    } finally {
      run("umount", root.toString());
    }
  }

  @Test
  void aDirectoryOfOthersIsRefused() throws IOException {
    Path root = Files.createDirectory(directory.resolve("open"));
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwxrwx"));

    CommandLineRun refused = apply(root);

    assertThat(refused.exitCode()).as(refused.err()).isEqualTo(6);
    assertThat(refused.err()).contains("can be written by everybody");
    assertThat(names(root)).isEmpty();
  }

  @Test
  void whoMayNotWriteIsTold() throws IOException {
    Path everybody = Files.createTempDirectory("vllm-nginx-apply-");
    try {
      Files.setPosixFilePermissions(everybody, PosixFilePermissions.fromString("rwxr-xr-x"));
      Path program = Files.copy(PROGRAM, everybody.resolve("vllm-nginx"));
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
      Path catalog = Files.writeString(everybody.resolve("catalog.yaml"), catalog());
      Files.setPosixFilePermissions(catalog, PosixFilePermissions.fromString("rw-r--r--"));

      String root = everybody.resolve("root").toString();
      ProgramResult refused = unprivileged(program, "apply", catalog.toString(), "--root", root);

      assertThat(refused.exitCode()).as(refused.stderr()).isEqualTo(6);
      assertThat(refused.stderr()).contains("this user may not write to " + root, "as root");
    } finally {
      run("rm", "-r", everybody.toString());
    }
  }

  @Test
  void whoMayNotReadIsNotToldThatThereIsNothing() throws IOException {
    Path everybody = Files.createTempDirectory("vllm-nginx-status-");
    try {
      Files.setPosixFilePermissions(everybody, PosixFilePermissions.fromString("rwxr-xr-x"));
      Path program = Files.copy(PROGRAM, everybody.resolve("vllm-nginx"));
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
      Path catalog = Files.writeString(everybody.resolve("catalog.yaml"), catalog());
      Files.setPosixFilePermissions(catalog, PosixFilePermissions.fromString("rw-r--r--"));
      Path root = Files.createDirectories(everybody.resolve("root"));
      Path releases = Files.createDirectories(root.resolve("releases/0123456789abcdef"));
      Files.createSymbolicLink(root.resolve("current"), Path.of("releases/0123456789abcdef"));

      for (Path closed : List.of(releases.getParent(), root)) {
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwxr-x---"));
        for (String command : List.of("status", "history", "diff " + catalog)) {
          List<String> line = new ArrayList<>(List.of(command.split(" ", -1)));
          line.addAll(List.of("--root", root.toString()));
          ProgramResult refused = unprivileged(program, line.toArray(String[]::new));

          assertThat(refused.exitCode()).as(command + refused.stderr()).isEqualTo(6);
          assertThat(refused.stderr())
              .contains("this user may not read " + root, "run this as root")
              .doesNotContain("nothing is live", "--start", "Exception", "none");
          assertThat(refused.stdout()).isEmpty();
        }
      }
    } finally {
      run("rm", "-r", everybody.toString());
    }
  }

  private static ProgramResult unprivileged(Path program, String... arguments) {
    List<String> line =
        new ArrayList<>(
            List.of(
                "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", program.toString()));
    line.addAll(List.of(arguments));
    return run(line.toArray(String[]::new));
  }

  @Test
  void tooFewFileDescriptorsChangeNothing() throws IOException {
    try (ServedGateway gateway = new ServedGateway(NginxVersion.V1_26)) {
      gateway.catalog(SERVER, List.of("first"));
      assertThat(gateway.apply("--start").exitCode()).isZero();
      List<String> files = gateway.files();
      String current = gateway.current();
      gateway.catalog(SERVER, List.of("first", "second"));

      // Java itself needs about a dozen.
      for (int limit = 14; limit <= 22; limit += 4) {
        ProgramResult result =
            run(
                "prlimit",
                "--nofile=" + limit,
                PROGRAM.toString(),
                "apply",
                gateway.catalogFile().toString(),
                "--root",
                gateway.root().toString(),
                "--nginx",
                gateway.program().toString());
        String now = gateway.current();
        assertThat(gateway.running()).as(result.stderr()).isEqualTo(now);
        if (result.succeeded()) {
          return;
        }
        assertThat(now).isEqualTo(current);
        assertThat(gateway.files()).as(result.stderr()).isEqualTo(files);
      }
    }
  }

  private Path mounted(String options) {
    Path root = directory.resolve("mounted");
    run("mkdir", root.toString());
    assumeThat(run("mount", "-t", "tmpfs", "-o", options, "tmpfs", root.toString()).succeeded())
        .as("may mount")
        .isTrue();
    return root;
  }

  private CommandLineRun apply(Path root) {
    try {
      Path catalog = Files.writeString(directory.resolve("catalog.yaml"), catalog());
      return CommandLineRun.of("apply", catalog.toString(), "--root", root.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of an nginx that does not run. */
  private static String catalog() {
    return """
        version: 1
        nginx: {pid: /run/vllm-nginx-tests-none.pid}
        gateway: {listen: ["127.0.0.1:1"], status_listen: "127.0.0.1:2"}
        models: [{name: first, type: chat, servers: [{address: "127.0.0.1:9"}]}]
        """;
  }

  private static List<String> names(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (var entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  private static ProgramResult run(String... command) {
    return ProgramRunner.local().run(List.of(command), Duration.ofMinutes(1));
  }
}
