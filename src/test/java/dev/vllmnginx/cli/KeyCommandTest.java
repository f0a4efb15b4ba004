package dev.vllmnginx.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.catalog.KeyHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyCommandTest {
  private static final String MODEL =
      "  - {name: a, type: chat, servers: [{address: \"10.0.0.1:8000\"}]}\n";

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
      assertThat(run.err()).doesNotContain(key);
    }
    assertThat(first.out()).isNotEqualTo(second.out());
    CommandLineRun list = CommandLineRun.of(List.of("key", "list", catalog.toString()));
    assertThat(list.out())
        .isEqualTo("team-a  models: all\nteam-b  models: a  expires: 2099-01-31T00:00:00Z\n");
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
            List.of("team-b", "--expires", "2020-01-01T00:00:00Z", "--strict"))) {
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
  void tellsProgramsTheKeyOnce() throws IOException {
    Path catalog = catalog("version: 1\nmodels:\n" + MODEL);

    CommandLineRun run = run(catalog, "key", "create", "team-a", "--format", "json");

    assertThat(run.out()).contains("\"result\":\"added\"", "\"key\":\"sk-vllm-");
  }
}
