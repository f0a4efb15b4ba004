package dev.vllmnginx.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.CommandLineRun;
import dev.vllmnginx.testing.LiveCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DiffCommandTest {
  private static final String LIVE =
      """
      version: 1
      gateway: {listen: [8080], max_body_size: 8m}
      models:
        - name: a
          type: chat
          read_timeout: 600s
          servers:
            - {address: "10.0.0.1:8000", weight: 1}
            - {address: "10.0.0.2:8000"}
        - {name: b, type: chat, servers: [{address: "10.0.0.3:8000"}]}
        - {name: gone, type: chat, servers: [{address: "10.0.0.4:8000"}]}
      """;

  private static final String NEXT =
      """
      version: 1
      gateway: {max_body_size: 16m, listen: [8080]}   # in another order
      models:
        - {name: b, type: chat, servers: [{address: "10.0.0.3:8000"}]}
        - name: a
          type: chat
          read_timeout: 30m
          aliases: [x, z]
          servers:
            - {address: "10.0.0.1:8000", weight: 4}
            - {address: "10.0.0.9:8000", backup: true}
        - {name: fresh, type: embedding, servers: [{address: "10.0.0.5:8000"}]}
      """;

  @TempDir Path directory;
  private Path root = Path.of("unset");
  private Path catalog = Path.of("unset");

  @BeforeEach
  void prepare() throws IOException {
    root = directory.resolve("root");
    catalog = directory.resolve("catalog.yaml");
    Files.writeString(catalog, NEXT);
  }

  private String putLive(String text) {
    return LiveCatalog.put(root, text);
  }

  private CommandLineRun diff(String... options) {
    String[] args = new String[options.length + 4];
    System.arraycopy(
        new String[] {"diff", catalog.toString(), "--root", root.toString()}, 0, args, 0, 4);
    System.arraycopy(options, 0, args, 4, options.length);
    return CommandLineRun.of(args);
  }

  @Test
  void saysInWordsWhatWouldChangeAndThenShowsTheLines() {
    String live = putLive(LIVE);

    CommandLineRun run = diff();

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines().findFirst().orElseThrow()).endsWith(" would follow " + live);
    assertThat(run.out().lines().skip(1).takeWhile(line -> !line.isEmpty()))
        .containsExactly(
            "  ~ gateway.max_body_size: 8m -> 16m",
            "  ~ model a: read_timeout 600s -> 30m",
            "  ~ model a: aliases (default) -> [x, z]",
            "  ~ server 10.0.0.1:8000 of model a: weight 1 -> 4",
            "  + server 10.0.0.9:8000 of model a",
            "  - server 10.0.0.2:8000 of model a",
            "  + model fresh: embedding at 10.0.0.5:8000",
            "  - model gone: chat at 10.0.0.4:8000",
            "  ~ models: in another order");
    assertThat(run.out())
        .contains(
            "--- a/conf.d/20-upstreams.conf", "\n+    server 10.0.0.9:8000", "\n-    server 10");
    assertThat(diff("--exit-code").exitCode()).isEqualTo(1);
  }

  @Test
  void saysThatNothingWouldChange() throws IOException {
    putLive(LIVE);
    Files.writeString(catalog, "# a comment\n" + LIVE);

    CommandLineRun run = diff("--exit-code");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).endsWith(" is live; nothing would change\n").hasLineCount(1);
  }

  private static String key(String id, char hash, String more) {
    return "  - {id: " + id + ", sha256: " + String.valueOf(hash).repeat(64) + more + "}\n";
  }

  private static List<String> words(CommandLineRun run) {
    return run.out().lines().skip(1).takeWhile(line -> !line.isEmpty()).toList();
  }

  @Test
  void saysOfEachKeyWhatBecomesOfIt() throws IOException {
    String previous = ", previous: {sha256: " + "9".repeat(64);
    putLive(
        LIVE
            + "api_keys:\n"
            + key("one", 'a', "")
            + key("two", 'c', ", models: [a, b]")
            + key("three", 'd', ", disabled: true, limits: {requests: 5r/s}")
            + key("same", 'e', ", models: all")
            + key("gone", 'f', ""));
    Files.writeString(
        catalog,
        LIVE
            + "api_keys:\n"
            + key("one", 'b', ", disabled: true, expires: 2030-01-01T00:00:00Z")
            + key("two", 'c', ", models: [b, gone]" + previous + ", expires: 2031-01-01T00:00:00Z}")
            + key("three", 'd', ", limits: {requests: 6r/s}, models: [a]")
            + key("same", 'e', ", disabled: false")
            + key("new", '0', ", models: [a], limits: {requests: 7r/s}"));

    CommandLineRun run = diff();

    assertThat(words(run))
        .as(run.err())
        .containsExactlyInAnyOrder(
            "  ~ key one: hash replaced",
            "  ~ key one: revoked",
            "  ~ key one: expires never -> 2030-01-01T00:00:00Z",
            "  ~ key two: models +gone -a",
            "  ~ key two: previous key valid until 2031-01-01T00:00:00Z",
            "  ~ key three: enabled",
            "  ~ key three: limits.requests 5r/s -> 6r/s",
            "  ~ key three: models all -> [a]",
            "  + key new: models [a], expires never, limits.requests 7r/s",
            "  - key gone");
    assertThat(diff("--format", "json").out())
        .contains("{\"kind\":\"changed\",\"subject\":\"key one\",\"words\":\"revoked\"}");
  }

  @Test
  void saysWhetherClientsNeedKeysAtAll() throws IOException {
    putLive(LIVE);
    Files.writeString(catalog, LIVE + "api_keys: []\n");

    assertThat(words(diff())).containsExactly("  + api_keys: clients need a key, in the catalog");

    Files.writeString(
        directory.resolve("keys.yaml"), "version: 1\napi_keys:\n" + key("one", 'a', ""));
    Files.writeString(catalog, LIVE + "api_keys: {file: keys.yaml}\n");

    assertThat(words(diff()))
        .contains(
            "  + api_keys: clients need a key, in keys.yaml",
            "  + key one: models all, expires never");

    Files.delete(root.resolve("current"));
    putLive(LIVE + "api_keys:\n" + key("one", 'a', ""));
    Files.writeString(catalog, LIVE);

    assertThat(words(diff())).containsExactly("  - api_keys: clients need no key", "  - key one");
  }

  @Test
  void listsSettingsAndKeysOfTheFirstCatalog() throws IOException {
    Files.writeString(
        catalog,
        LIVE.replace("max_body_size: 8m", "limits: {requests: 9r/s, concurrency: 4}")
                .replace("name: b,", "name: b, limits: {requests: 3r/s},")
            + "api_keys:\n"
            + key("one", 'a', ""));

    assertThat(words(diff()))
        .containsExactly(
            "  + gateway.listen: [8080]",
            "  + gateway.limits.requests: 9r/s",
            "  + gateway.limits.concurrency: 4",
            "  + api_keys: clients need a key, in the catalog",
            "  + key one: models all, expires never",
            "  + model a: chat at 10.0.0.1:8000, 10.0.0.2:8000",
            "  + model b: chat at 10.0.0.3:8000, limits.requests 3r/s",
            "  + model gone: chat at 10.0.0.4:8000");
  }

  @Test
  void saysThatFilesWereEditedByHand() throws IOException {
    putLive(LIVE);
    Files.writeString(catalog, LIVE);
    Path file = root.resolve("current/conf.d/20-upstreams.conf");
    Files.writeString(file, Files.readString(file) + "# mine\n");

    CommandLineRun run = diff("--exit-code");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            " is live, but its files were changed by hand",
            "  ~ conf.d/20-upstreams.conf: edited",
            "apply would put them right",
            "-# mine");
    assertThat(diff("--format", "json").out())
        .contains("\"same\":false", "\"conf.d/20-upstreams.conf\":\"edited\"");
  }

  @Test
  void saysThatNothingIsLive() {
    CommandLineRun run = diff();

    assertThat(run.out())
        .startsWith("nothing is live; release ")
        .contains("  + model fresh: embedding at 10.0.0.5:8000", "--- /dev/null");
    assertThat(root).doesNotExist();
  }

  @Test
  void saysItInJson() {
    String live = putLive(LIVE);

    JsonNode json = JsonMapper.shared().readTree(diff("--format", "json").out());

    assertThat(json.path("schemaVersion").intValue()).isEqualTo(1);
    assertThat(json.path("same").booleanValue()).isFalse();
    assertThat(json.path("from").stringValue()).isEqualTo(live);
    assertThat(json.path("changes")).hasSize(9);
    assertThat(json.path("changes").path(4).toString())
        .isEqualTo(
            "{\"kind\":\"added\",\"subject\":\"server 10.0.0.9:8000 of model a\",\"words\":\"\"}");
    assertThat(json.path("diff").stringValue()).contains("+++ b/conf.d/20-upstreams.conf");
  }

  @Test
  void refusesAnInvalidCatalog() throws IOException {
    Files.writeString(catalog, "version: 1\nmodels: []\n");

    assertThat(diff().exitCode()).isEqualTo(1);
    assertThat(diff("--format", "json").out()).contains("VN206");
  }
}
