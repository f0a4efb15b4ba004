package dev.vllmnginx.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.CommandLineRun;
import dev.vllmnginx.testing.TreeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code generate} with the nginx of this machine. */
class GenerateCommandIT {
  private static final String CATALOG =
      """
      version: 1
      models:
        - name: llama
          type: chat
          servers: [{address: "127.0.0.1:8001"}]
      """;

  @TempDir private Path directory = Path.of(".");

  private CommandLineRun generate(String catalog, String... more) throws IOException {
    Path file = Files.writeString(directory.resolve("catalog.yaml"), catalog);
    String[] args = new String[3 + more.length];
    args[0] = "generate";
    args[1] = file.toString();
    args[2] = "--test";
    System.arraycopy(more, 0, args, 3, more.length);
    return CommandLineRun.of(args);
  }

  @Test
  void writesWhatNginxAccepts() throws IOException {
    Path out = directory.resolve("out");

    CommandLineRun run = generate(CATALOG, "--out", out.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(TreeFiles.read(out)).containsKeys("nginx.conf", "manifest.json");
  }

  @Test
  void writesNothingThatNginxRefusesAndNamesTheCatalogsLine() throws IOException {
    Path out = directory.resolve("out");

    CommandLineRun run =
        generate(CATALOG.replace("127.0.0.1", "no-such-host.invalid"), "--out", out.toString());

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err())
        .contains(
            "catalog.yaml:5:",
            "VN601",
            "models[0].servers[0].address",
            "conf.d/20-upstreams.conf:8")
        .contains("nothing was written");
    assertThat(out).doesNotExist();
  }

  @Test
  void warnsWhereTheLocalNginxIsOlderThanDeclared() throws IOException {
    String newer = CATALOG.replace("version: 1\n", "version: 1\nnginx: {njs: \"9.9\"}\n");

    CommandLineRun run = generate(newer);
    CommandLineRun strict = generate(newer, "--strict");

    assertThat(run.err()).contains("VN603", "older than 9.9.0");
    assertThat(run.exitCode()).isZero();
    assertThat(strict.exitCode()).isNotZero();
  }

  @Test
  void refusesAnNginxThatIsNone() throws IOException {
    CommandLineRun run = generate(CATALOG, "--nginx", "/bin/true");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("is not nginx");
  }
}
