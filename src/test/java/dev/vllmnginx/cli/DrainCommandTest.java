package dev.vllmnginx.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.CommandLineRun;
import dev.vllmnginx.testing.LiveCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Without an nginx: a drain that is not refused fails when it comes to that. */
class DrainCommandTest {
  private static final int NO = 1;
  private static final String OTHER_CHANGES = "has other changes that are not live";
  private static final String SERVER = "gpu-1.example:8000";
  private static final String LIVE =
      """
      version: 1
      gateway: {listen: [8080]}
      models:
        - name: a
          type: chat
          servers:
            - {address: "GPU-1.example:8000"}
            - {address: "10.0.0.2:8000"}
            - {address: "10.0.0.3:8000", down: true}
        - {name: b, type: chat, servers: [{address: "gpu-1.example:8000"}]}
      """;

  @TempDir Path directory;
  private Path root = Path.of("unset");
  private Path catalog = Path.of("unset");

  @BeforeEach
  void prepare() {
    root = directory.resolve("root");
    catalog = directory.resolve("catalog.yaml");
    LiveCatalog.put(root, LIVE);
  }

  private CommandLineRun run(String text, String command, String server, String... more)
      throws IOException {
    Files.writeString(catalog, text);
    List<String> args = new ArrayList<>(List.of(command, "a", server, "-c", catalog.toString()));
    args.addAll(List.of("--root", root.toString()));
    args.addAll(List.of("--nginx", directory.resolve("no-nginx").toString()));
    args.addAll(List.of(more));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private static String change(String what, String by) {
    assertThat(LIVE).contains(what);
    return LIVE.replace(what, by);
  }

  @Test
  void refusesToPutOtherChangesLive() throws IOException {
    String text = change("listen: [8080]", "listen: [8081]") + "api_keys: []\n";

    CommandLineRun run = run(text, "drain", SERVER);

    assertThat(run.exitCode()).as(run.err()).isEqualTo(NO);
    assertThat(run.err())
        .isEqualTo(
            """
            vllm-nginx: %s has other changes that are not live; they would go live too:
              ~ gateway.listen: [8080] -> [8081]
              + api_keys: clients need a key, in the catalog
              hint: apply these first: `vllm-nginx apply %s --root %s`, or --force
            """
                .formatted(catalog, catalog, root));
    assertThat(run.out()).isEmpty();
    assertThat(catalog).hasContent(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"weight: 3", "weight: 3, down: true"})
  void refusesAnotherChangeOfTheSameServer(String setting) throws IOException {
    String text = change("GPU-1.example:8000\"", "GPU-1.example:8000\", " + setting);

    CommandLineRun run = run(text, "drain", SERVER);

    assertThat(run.exitCode()).as(run.err()).isEqualTo(NO);
    assertThat(run.err())
        .contains("  ~ server GPU-1.example:8000 of model a: weight (default) -> 3\n")
        .doesNotContain("of model a: down");
  }

  @Test
  void refusesTheSameServerOfAnotherModelAndAnotherServer() throws IOException {
    CommandLineRun model =
        run(
            change("\"gpu-1.example:8000\"", "\"gpu-1.example:8000\", down: true"),
            "drain",
            SERVER);
    CommandLineRun server =
        run(change("10.0.0.2:8000\"", "10.0.0.2:8000\", down: true"), "undrain", "10.0.0.3:8000");

    assertThat(model.exitCode()).as(model.err()).isEqualTo(NO);
    assertThat(model.err()).contains(OTHER_CHANGES, "server gpu-1.example:8000 of model b: down");
    assertThat(server.exitCode()).as(server.err()).isEqualTo(NO);
    assertThat(server.err()).contains(OTHER_CHANGES, "server 10.0.0.2:8000 of model a: down");
  }

  @ParameterizedTest
  @ValueSource(strings = {"drain", "undrain"})
  void saysWithForceWhatElseGoesLive(String command) throws IOException {
    String text = change("listen: [8080]", "listen: [8081]");

    CommandLineRun run = run(text, command, "10.0.0.3:8000", "--force");

    assertThat(run.err())
        .contains(
            "these other changes of "
                + catalog
                + " go live too:\n  ~ gateway.listen: [8080] -> [8081]\n")
        .doesNotContain(OTHER_CHANGES);
  }

  @Test
  void putsTheCatalogBackWithoutAnNginx() throws IOException {
    CommandLineRun run = run(LIVE, "drain", SERVER);

    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains("no-nginx is not a program", "was put back");
    assertThat(catalog).hasContent(LIVE);
  }

  @Test
  void goesOnWhereNothingElseDiffers() throws IOException {
    assertThat(run("# a comment\n" + LIVE, "drain", SERVER).err()).doesNotContain(OTHER_CHANGES);
    assertThat(run(change(", down: true", ""), "drain", "10.0.0.3:8000").err())
        .doesNotContain(OTHER_CHANGES);
    assertThat(run(LIVE, "undrain", "10.0.0.3:8000").err()).doesNotContain(OTHER_CHANGES);
    Files.delete(root.resolve("current"));
    assertThat(run(LIVE, "drain", SERVER).err()).doesNotContain(OTHER_CHANGES);
  }

  @Test
  void saysItInJson() throws IOException {
    String text = change("listen: [8080]", "listen: [8081]");
    String changes =
        "\"changes\":[{\"kind\":\"changed\",\"subject\":\"gateway.listen\",\"words\":\"[8080] ->"
            + " [8081]\"}]";

    CommandLineRun refused = run(text, "drain", SERVER, "--format", "json");
    CommandLineRun forced = run(text, "drain", SERVER, "--format", "json", "--force");

    assertThat(refused.exitCode()).as(refused.err()).isEqualTo(NO);
    assertThat(refused.out())
        .isEqualTo(
            "{\"schemaVersion\":1,\"result\":\"refused\",\"reason\":\"other-changes\","
                + changes
                + "}\n");
    assertThat(refused.err()).isEmpty();
    assertThat(forced.out())
        .contains("\n{\"schemaVersion\":1,\"event\":\"also-live\"," + changes + "}\n");
  }
}
