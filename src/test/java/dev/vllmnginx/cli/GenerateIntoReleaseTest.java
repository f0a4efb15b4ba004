package dev.vllmnginx.cli;

import static org.assertj.core.api.Assertions.assertThat;

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

/** What is in a release never changes, by {@code generate} neither. */
class GenerateIntoReleaseTest {
  @TempDir Path directory;
  private Path root;
  private Path catalog;

  @BeforeEach
  void makeAStore() throws IOException {
    root = Files.createDirectory(directory.toRealPath().resolve("root"));
    Files.createDirectories(root.resolve("releases/0123"));
    Files.createDirectories(root.resolve("releases/4567/conf.d"));
    Files.createSymbolicLink(root.resolve("current"), Path.of("releases/0123"));
    Files.createSymbolicLink(directory.resolve("link"), root.resolve("current"));
    catalog =
        Files.writeString(
            directory.resolve("catalog.yaml"),
            """
            version: 1
            models:
              - {name: a, type: chat, servers: [{address: "10.0.0.1:8000"}]}
            """);
  }

  private CommandLineRun generate(Path out, String... more) {
    List<String> args =
        new ArrayList<>(List.of("generate", catalog.toString(), "--out", out.toString()));
    args.addAll(List.of(more));
    return CommandLineRun.of(args);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "root/current",
        "root/releases/0123",
        "root/releases/4567",
        "root/releases/new",
        "root/current/deeper/still",
        "root/../root/current/",
        "link",
        "link/conf.d"
      })
  void refusesToWriteIntoARelease(String out) {
    CommandLineRun run = generate(directory.resolve(out), "--force");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .contains("is a release of " + root, "use `vllm-nginx apply --root " + root + "`");
    assertThat(root.resolve("releases/0123")).isEmptyDirectory();
    assertThat(root.resolve("releases/new")).doesNotExist();
  }

  @Test
  void comparesWithOneAndWritesBesideThem() {
    assertThat(generate(root.resolve("current"), "--check").exit()).isEqualTo(1);
    assertThat(generate(root.resolve("own")).exit()).isZero();
    assertThat(generate(directory.resolve("releases/mine")).exit()).isZero();
  }
}
