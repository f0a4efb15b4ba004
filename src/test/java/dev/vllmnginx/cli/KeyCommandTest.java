package dev.vllmnginx.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.catalog.KeyHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class KeyCommandTest {
  private static final String MODEL =
      "  - {name: a, type: chat, servers: [{address: \"10.0.0.1:8000\"}]}\n";

  private static final String IN_BRACES =
      """
      {
        "version": 1,
        "models": [
          {"name": "a", "type": "chat", "servers": [{"address": "10.0.0.1:8000"}]}
        ]
      }
      """;

  @TempDir Path directory;

  private Path catalog(String text) throws IOException {
    return Files.writeString(directory.resolve("catalog.yaml"), text);
  }

  private CommandLineRun run(Path catalog, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--catalog", catalog.toString()));
    return CommandLineRun.of(all);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "version: 1\nmodels:\n" + MODEL,
        "version: 1\nmodels:\n" + MODEL + "# the end\n",
        "version: 1\nmodels:\n  - {name: a, type: chat, servers: [{address: \"10.0.0.1:8000\"}]}",
        "version: 1\r\nmodels:\r\n  - {name: a, type: chat, servers: [{address: \"10.0.0.1:8000\"}]}\r\n",
        "version: 1\napi_keys: []\nmodels:\n" + MODEL,
        IN_BRACES,
        "{version: 1, models: [{name: a, type: chat, servers: [{address: \"10.0.0.1:8000\"}]}],}",
        "{\n  version: 1,\n  models: [ # ours\n    "
            + "{name: a, type: chat, servers: [{address: \"10.0.0.1:8000\"}]}\n  ], # the end\n}\n",
        "{\n  version: 1,\n  models:\n    [{name: a, type: chat, servers: [{address: \"10.0.0.1:8000\"}]}]\n}\n",
        "{models: [{name: a, type: chat, servers: [{address: \"10.0.0.1:8000\"}]}], version: 1}\n",
        "version: 1\napi_keys: [] # nobody yet\nmodels:\n" + MODEL,
      })
  void storesTheHashOfTheKeyThatItPrintsOnce(String before) throws IOException {
    Path catalog = catalog(before);

    CommandLineRun first = run(catalog, "key", "create", "team-a");
    CommandLineRun second =
        run(
            catalog,
            "key",
            "create",
            "team-b",
            "--models",
            "a",
            "--expires",
            "2099-01-31T00:00:00Z");

    String text = Files.readString(catalog);
    for (CommandLineRun run : List.of(first, second)) {
      assertThat(run.exit()).as(run.err()).isZero();
      String key = run.out().strip();
      assertThat(key).matches("sk-vllm-[0-9A-Za-z]{43}");
      assertThat(text).contains(KeyHash.of(key).hex()).doesNotContain(key);
      assertThat(run.err())
          .doesNotContain(key)
          .contains("the key is not shown again\nit takes effect with the next `vllm-nginx apply`");
    }
    assertThat(first.out()).isNotEqualTo(second.out());
    CommandLineRun list = CommandLineRun.of(List.of("key", "list", catalog.toString()));
    assertThat(list.out())
        .isEqualTo("team-a  models: all\nteam-b  models: a  expires: 2099-01-31T00:00:00Z\n");
  }

  @Test
  void leavesJsonThatOthersCanRead() throws IOException {
    Path catalog = catalog(IN_BRACES);

    CommandLineRun first = run(catalog, "key", "create", "t");
    String one = Files.readString(catalog);
    CommandLineRun second = run(catalog, "key", "create", "u", "--models", "a");

    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(second.exit()).as(second.err()).isZero();
    assertThat(one)
        .startsWith(IN_BRACES.substring(0, IN_BRACES.length() - 3) + ",\n  \"api_keys\": [{\"id\"");
    assertThat(JsonMapper.shared().readTree(Files.readString(catalog)).path("api_keys").size())
        .isEqualTo(2);
  }

  @Test
  void changesNothingWhenItRefuses() throws IOException {
    Path catalog = catalog("version: 1\nmodels:\n" + MODEL);
    assertThat(run(catalog, "key", "create", "team-a").exit()).isZero();
    String before = Files.readString(catalog);

    for (List<String> arguments :
        List.of(
            List.of("team-a"),
            List.of("Team-A"),
            List.of("a b"),
            List.of("team-b", "--models", "b"),
            List.of("team-b", "--expires", "tomorrow"),
            List.of("team-b", "--expires", "2020-01-01T00:00:00Z"))) {
      List<String> all = new ArrayList<>(List.of("key", "create"));
      all.addAll(arguments);
      CommandLineRun run = run(catalog, all.toArray(String[]::new));

      assertThat(run.exit()).as("%s", arguments).isEqualTo(1);
      assertThat(run.out() + run.err()).doesNotContain("sk-vllm");
    }
    CommandLineRun dry = run(catalog, "key", "create", "team-b", "--dry-run");
    assertThat(dry.out()).contains("+  - id: \"team-b\"").doesNotContain("sk-vllm");
    assertThat(Files.readString(catalog)).isEqualTo(before);
  }

  @Test
  void aNewSectionComesBehindTheCommentsOfTheLastOne() throws IOException {
    String before = "version: 1\nmodels:\n" + MODEL + "  # no more models\n\n# the end\n";
    Path catalog = catalog(before);

    assertThat(run(catalog, "key", "create", "team-a").exit()).isZero();

    assertThat(Files.readString(catalog)).startsWith(before.stripTrailing() + "\n\napi_keys:\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api_keys:\n  - id: t # ours\n    sha256: \"HASH\" # of 2025\n    models: [a]\n",
        "api_keys:\n- {id: t, sha256: HASH}\n",
        "api_keys: [{sha256: 'HASH', id: t, disabled: false}] # all\n",
        """
        api_keys:
          - id: t
            sha256: HASH
            previous:
              sha256: "OLD"
              expires: "2020-01-01T00:00:00Z"
        """,
      })
  void rotatesAKeyAndEndsTheOldOne(String keys) throws IOException {
    String old = KeyHash.of("before").hex();
    String text =
        "version: 1\nmodels:\n"
            + MODEL
            + keys.replace("HASH", old).replace("OLD", KeyHash.of("older").hex());
    Path catalog = catalog(text);

    CommandLineRun rotate = run(catalog, "key", "rotate", "t", "--grace", "2d");
    String rotated = Files.readString(catalog);
    CommandLineRun list = CommandLineRun.of(List.of("key", "list", catalog.toString()));
    CommandLineRun again = run(catalog, "key", "rotate", "t");
    CommandLineRun end = run(catalog, "key", "revoke", "t", "--previous");

    assertThat(rotate.exit()).as(rotate.err()).isZero();
    String fresh = KeyHash.of(rotate.out().strip()).hex();
    assertThat(rotate.err()).contains("rotated t in " + catalog).doesNotContain("sk-vllm");
    Instant expires = Instant.now().plus(Duration.ofDays(2));
    assertThat(rotated)
        .contains("\"" + fresh + "\"", "previous")
        .containsPattern("\\{sha256: \"" + old + "\", expires: \"[0-9TZ:-]{20}\"}")
        .doesNotContain(KeyHash.of("older").hex());
    assertThat(list.out()).contains("  previous key until " + expires.toString().substring(0, 10));
    assertThat(again.exit()).isEqualTo(1);
    assertThat(again.err()).contains("is still valid until", "key revoke t --previous");
    assertThat(end.exit()).as(end.err()).isZero();
    assertThat(Files.readString(catalog)).contains(fresh).doesNotContain(old, "previous");
    assertThat(run(catalog, "key", "revoke", "t", "--previous").err())
        .contains("\"t\" has no previous key");
  }

  @Test
  void rotatesOnlyWhatItCan() throws IOException {
    String two = "[" + KeyHash.of("1").hex() + ", " + KeyHash.of("2").hex() + "]";
    String text = "version: 1\nmodels:\n" + MODEL + "api_keys: [{id: t, sha256: " + two + "}]\n";
    Path catalog = catalog(text);

    assertThat(run(catalog, "key", "rotate", "t").err()).contains("the key has a list of hashes");
    assertThat(run(catalog, "key", "rotate", "u").err()).contains("no key is called \"u\"");
    assertThat(run(catalog, "key", "rotate", "t", "--grace", "91d").exit()).isEqualTo(2);
    assertThat(Files.readString(catalog)).isEqualTo(text);
  }

  @Test
  void tellsProgramsTheKeyOnce() throws IOException {
    Path catalog = catalog("version: 1\nmodels:\n" + MODEL);

    CommandLineRun create = run(catalog, "key", "create", "team-a", "--format", "json");
    CommandLineRun rotate = run(catalog, "key", "rotate", "team-a", "--format", "json");
    CommandLineRun revoke = run(catalog, "key", "revoke", "team-a", "--format", "json");

    assertThat(create.out()).contains("\"result\":\"added\"", "\"key\":\"sk-vllm-");
    assertThat(rotate.out()).contains("\"result\":\"rotated\"", "\"key\":\"sk-vllm-");
    assertThat(revoke.out()).contains("\"result\":\"revoked\"").doesNotContain("\"key\"");
    assertThat(List.of(create, rotate, revoke))
        .extracting(CommandLineRun::out)
        .allMatch(out -> out.contains("\"id\":\"team-a\"") && !out.contains("\"model\""));
  }
}
