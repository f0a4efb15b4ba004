package dev.vllmnginx.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.CommandLineRun;
import dev.vllmnginx.testing.NginxVersion;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RecordingBackend;
import dev.vllmnginx.testing.ServedGateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The key of a server on its way through everything that this program does and writes. */
class UpstreamKeyApplyIT {
  private static final String OLD = "old-key-3b1f2c";
  private static final String NEW = "new-key-9d4e7a";

  private final List<CommandLineRun> runs = new ArrayList<>();

  @ParameterizedTest
  @EnumSource(NginxVersion.class)
  void reachesTheServerAndNothingElse(NginxVersion version) throws IOException {
    try (ServedGateway gateway = new ServedGateway(version);
        RecordingBackend first = RecordingBackend.chat("first", "guarded");
        RecordingBackend second = RecordingBackend.chat("second", "guarded")) {
      gateway.catalog(first.address(), List.of("guarded"));
      gateway.write(
          Files.readString(gateway.catalogFile())
              .replace(
                  "    servers: [",
                  "    upstream_key: {file: gpu.key}\n    servers: [{address: \""
                      + second.address()
                      + "\"}, "));
      Path key = gateway.catalogFile().resolveSibling("gpu.key");
      store(key, OLD);
      first.wantKey(OLD);
      second.wantKey(OLD);
      assertThat(keep(gateway.apply("--start")).exitCode()).isZero();
      String before = gateway.current();
      assertThat(status(gateway)).isEqualTo(200);

      store(key, NEW);
      first.wantKey(NEW);
      second.wantKey(NEW);
      String diff = inRoot(gateway, "diff").out();
      inRoot(gateway, "diff", "--format", "json");
      keep(gateway.apply("--dry-run"));
      assertThat(keep(gateway.apply("--format", "json")).exitCode()).isZero();
      assertThat(status(gateway)).isEqualTo(200);

      assertThat(diff)
          .contains("keys of servers: not shown")
          .contains("Secret files a/secrets/server-keys.conf and b/secrets/server-keys.conf differ")
          .contains("-  \"release\": \"" + before);
      assertThat(gateway.current()).isNotEqualTo(before);
      assertThat(mode(gateway.root().resolve("current/secrets/server-keys.conf")))
          .isEqualTo("rw-------");
      assertThat(runRest(gateway, first).exitCode()).isZero();
      assertThat(first.requests())
          .filteredOn(request -> request.requestLine().startsWith("GET /metrics"))
          .isNotEmpty()
          .allMatch(
              request ->
                  request.header("authorization").filter(("Bearer " + NEW)::equals).isPresent());
      assertNowhereElse(gateway, key);
    }
  }

  @ParameterizedTest
  @EnumSource(NginxVersion.class)
  void aKeyThatCannotBeReadLeavesTheOldOne(NginxVersion version) throws IOException {
    try (ServedGateway gateway = new ServedGateway(version);
        RecordingBackend server = RecordingBackend.chat("server", "guarded")) {
      gateway.catalog(server.address(), List.of("guarded"));
      String catalog = Files.readString(gateway.catalogFile());
      gateway.write(
          catalog.replace("    servers", "    upstream_key: {file: gpu.key}\n    servers"));
      Path key = gateway.catalogFile().resolveSibling("gpu.key");
      store(key, OLD);
      server.wantKey(OLD);
      assertThat(gateway.apply("--start").exitCode()).isZero();
      List<String> files = gateway.files();

      // Root may read what nobody may, so the file is gone, then a directory.
      Files.delete(key);
      CommandLineRun missing = gateway.apply();
      Files.createDirectory(key);
      CommandLineRun directory = gateway.apply();

      assertThat(missing.exitCode()).as(missing.err()).isEqualTo(1);
      assertThat(missing.err()).contains("the file \"gpu.key\" does not exist");
      assertThat(directory.exitCode()).as(directory.err()).isEqualTo(1);
      assertThat(directory.err()).contains("is not a regular file");
      assertThat(gateway.files()).isEqualTo(files);
      assertThat(status(gateway)).isEqualTo(200);
    }
  }

  /** The other commands; the outcome of the last one. */
  private CommandLineRun runRest(ServedGateway gateway, RecordingBackend first) {
    String catalog = gateway.catalogFile().toString();
    String out = gateway.catalogFile().resolveSibling("out").toString();
    for (String[] args :
        new String[][] {
          {"validate", catalog, "--format", "json"},
          {"generate", catalog},
          {"generate", catalog, "--format", "json"},
          {"generate", catalog, "--stdout", "secrets/server-keys.conf"},
          {"generate", catalog, "--out", out},
          {"generate", catalog, "--out", out, "--check"},
          {"generate", catalog, "--test", "--nginx", gateway.program().toString()},
          {"graph", catalog},
          {"graph", catalog, "--format", "svg"},
          {"list-models", catalog, "--format", "json"},
          {"history", "--root", gateway.root().toString()},
          {"history", "--root", gateway.root().toString(), "--format", "json"},
          {"doctor", catalog}
        }) {
      keep(CommandLineRun.of(args));
    }
    keep(gateway.status("--format", "json"));
    return keep(
        CommandLineRun.of(
            "drain",
            "guarded",
            first.address(),
            "-c",
            catalog,
            "--root",
            gateway.root().toString(),
            "--nginx",
            gateway.program().toString()));
  }

  private CommandLineRun inRoot(ServedGateway gateway, String command, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                command, gateway.catalogFile().toString(), "--root", gateway.root().toString()));
    args.addAll(List.of(more));
    return keep(CommandLineRun.of(args.toArray(String[]::new)));
  }

  private CommandLineRun keep(CommandLineRun run) {
    runs.add(run);
    return run;
  }

  private void assertNowhereElse(ServedGateway gateway, Path key) throws IOException {
    assertThat(runs).noneMatch(run -> holdsKey(run.out()) || holdsKey(run.err()));
    try (Stream<Path> files = Files.walk(gateway.catalogFile().getParent());
        Stream<Path> logs = Files.walk(gateway.logs())) {
      List<Path> holders =
          Stream.concat(files, logs)
              .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
              .filter(path -> holdsKey(read(path)))
              .toList();
      assertThat(holders)
          .contains(key)
          .hasSize(5)
          .allMatch(path -> path.equals(key) || path.endsWith("secrets/server-keys.conf"))
          .allMatch(path -> mode(path).equals("rw-------"));
    }
  }

  private static boolean holdsKey(String text) {
    return text.contains(OLD) || text.contains(NEW);
  }

  private static int status(ServedGateway gateway) {
    return RawHttpClient.plain(gateway.port())
        .send(RawHttpClient.request("/v1/chat/completions", "{\"model\":\"guarded\"}"))
        .status();
  }

  private static void store(Path file, String key) throws IOException {
    Files.writeString(file, key + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static String mode(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
