package dev.vllmnginx.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.catalog.KeyHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** API keys in a file of their own: read with the catalog, edited instead of it. */
class KeyFileTest {
  private static final String CATALOG =
      """
      version: 1
      api_keys: {file: keys.yaml}
      models:
        - {name: a, type: chat, servers: [{address: "10.0.0.1:8000"}]}
        - {name: b, type: chat, servers: [{address: "10.0.0.2:8000"}]}
      """;

  @TempDir Path directory;
  private Path catalog;
  private Path keys;

  @BeforeEach
  void write() throws IOException {
    catalog = Files.writeString(directory.resolve("catalog.yaml"), CATALOG);
    keys = directory.resolve("keys.yaml");
  }

  private CommandLineRun run(String... args) {
    return CommandLineRun.of(List.of(args));
  }

  private String errors(String text) throws IOException {
    Files.writeString(keys, text);
    CommandLineRun run = run("validate", catalog.toString());
    assertThat(run.exit()).as(run.text("")).isEqualTo(1);
    return run.text(directory.toString());
  }

  @Test
  void createsAndRevokesInTheFileAndLeavesTheCatalogAlone() throws IOException {
    Files.writeString(keys, "# who may\nversion: 1 # of this form\napi_keys: [] # nobody yet\n");

    CommandLineRun create = run("key", "create", "team-a", "-c", catalog.toString());
    CommandLineRun more = run("key", "create", "team-b", "--models", "b", "-c", catalog.toString());
    CommandLineRun revoke = run("key", "revoke", "team-a", "-c", catalog.toString());

    String first = KeyHash.of(create.out().strip()).hex();
    String second = KeyHash.of(more.out().strip()).hex();
    assertThat(List.of(create.exit(), more.exit(), revoke.exit())).as(create.err()).containsOnly(0);
    assertThat(create.err()).contains("added team-a to " + keys);
    assertThat(revoke.out()).isEqualTo("revoked team-a in " + keys + "\n");
    assertThat(keys)
        .hasContent(
            """
            # who may
            version: 1 # of this form
            api_keys: [{id: "team-a", sha256: "%s", disabled: true}, {id: "team-b", sha256: "%s", models: ["b"]}] # nobody yet
            """
                .formatted(first, second));
    assertThat(catalog).hasContent(CATALOG);
    assertThat(run("key", "list", catalog.toString()).out())
        .isEqualTo("team-a  models: all  disabled\nteam-b  models: b\n");
    try (var files = Files.list(directory)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void aKeyThatIsWrongForTheCatalogIsRefused() throws IOException {
    Files.writeString(keys, "version: 1\napi_keys: []\n");

    CommandLineRun run = run("key", "create", "x", "--models", "c", "-c", catalog.toString());

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("error VN402: api_keys[0].models[0]: no model is called \"c\"");
    assertThat(keys).hasContent("version: 1\napi_keys: []\n");
  }

  @Test
  void aModelThatAKeyNamesIsNotRemoved() throws IOException {
    Files.writeString(
        keys,
        "version: 1\napi_keys: [{id: t, sha256: \""
            + KeyHash.of("k").hex()
            + "\", models: [b]}]\n");

    CommandLineRun run = run("remove-model", "b", "-c", catalog.toString());

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("api_keys[0].models[0]");
    assertThat(catalog).hasContent(CATALOG);
  }

  @Test
  void mistakesAreShownAtTheirPlaceInTheFile() throws IOException {
    assertThat(
            errors(
                """
                version: 1
                api_keys:
                  - {id: a, sha256: "%s", models: [c]}
                  - {id: A, sha256: nonsense}
                  - {id: d, sha256: "%s", colour: red}
                """
                    .formatted(KeyHash.of("1").hex(), KeyHash.of("1").hex())))
        .isEqualTo(
            """
            exit 1
            --- err
            keys.yaml:3:98: error VN402: api_keys[0].models[0]: no model is called "c"
              3 |   - {id: a, sha256: "HASH", models: [c]}
                |                                                                                                  ^
                = did you mean "a"?
            keys.yaml:4:21: error VN304: api_keys[1].sha256: this is not a SHA-256 in 64 lower-case hexadecimal digits
               = store the hash of a key, never the key: printf %s "$KEY" | sha256sum
            keys.yaml:5:21: error VN421: api_keys[2].sha256: this hash is already at api_keys[0].sha256 (line 3)
              5 |   - {id: d, sha256: "HASH", colour: red}
                |                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                = give every client a key of its own
            keys.yaml:5:89: error VN201: api_keys[2].colour: unknown key "colour"
               = the keys here are id, sha256, previous, models, expires, disabled, limits, comment
            4 errors
            """
                .replace("HASH", KeyHash.of("1").hex()));
  }

  @Test
  void whatIsNoFileOfKeysIsRefused() throws IOException {
    assertThat(run("validate", catalog.toString()).text(directory.toString()))
        .contains(
            "catalog.yaml:2:18: error VN101: api_keys.file: the file \"keys.yaml\" does not exist")
        .contains("printf 'version: 1\\napi_keys: []\\n' > keys.yaml");
    assertThat(errors("version: 1\napi_keys: {file: keys.yaml}\n"))
        .contains("keys.yaml:2:11: error VN203: api_keys: a file of keys holds them itself");
    assertThat(errors("- {id: a}\n")).contains("keys.yaml:1:1: error VN203");
    assertThat(errors("api_keys: []\n")).contains("error VN202: version");
    assertThat(errors("version: 1\nmodels: []\napi_keys: []\n"))
        .contains("keys.yaml:2:1: error VN201: models: unknown key");
    assertThat(errors("version: 1\napi_keys: [\n")).contains("keys.yaml:", "error VN104");
    Files.writeString(keys, "version: 1\napi_keys: []\n");
    Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(run("validate", catalog.toString()).err()).contains("keys.yaml:1:1: error VN108");
    Files.delete(keys);
    Files.createDirectory(keys);
    assertThat(run("validate", catalog.toString()).err()).contains("error VN101");
  }

  @Test
  void theCatalogItselfIsNoFileOfKeys() throws IOException {
    Files.writeString(catalog, CATALOG.replace("keys.yaml", "catalog.yaml"));

    CommandLineRun run = run("validate", catalog.toString());

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("a file of keys holds them itself", "unknown key \"models\"");
  }

  @Test
  void anotherKeyIsAnotherRelease() throws IOException {
    Files.writeString(keys, "version: 1\napi_keys: []\n");
    String out = directory.resolve("out").toString();
    assertThat(run("generate", catalog.toString(), "--out", out).exit()).isZero();
    assertThat(run("generate", catalog.toString(), "--out", out, "--check").exit()).isZero();

    run("key", "create", "team-a", "-c", catalog.toString());

    CommandLineRun check = run("generate", catalog.toString(), "--out", out, "--check");
    assertThat(check.exit()).isEqualTo(1);
    assertThat(check.out()).contains("+++ b/conf.d/35-keys.conf", "team-a");
  }

  @Test
  void itHasASchema() {
    CommandLineRun run = run("schema", "--keys");

    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("\"$ref\" : \"#/definitions/api_keys\"", "\"sha256\"");
  }
}
