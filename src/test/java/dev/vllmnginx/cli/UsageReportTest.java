package dev.vllmnginx.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Wrong command lines. */
class UsageReportTest {
  private static CommandLineRun run(String line) {
    return CommandLineRun.of(List.of(line.split(" ")));
  }

  static Stream<String> commands() {
    PrintStream err = new PrintStream(OutputStream.nullOutputStream());
    Console console = new Console(InputStream.nullInputStream(), err, err, Map.of());
    CommandLine program = CommandFactory.create(console, List.of());
    return Stream.concat(
        program.getSubcommands().keySet().stream(),
        Stream.of("key create", "key list", "key rotate", "key revoke"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandNamesItsHelp(String command) {
    CommandLineRun run = run(command + " --debugg --x=y");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("vllm-nginx: ")
        .endsWith("  hint: see `vllm-nginx " + command + " --help`\n");
  }

  @ParameterizedTest
  @CsvSource({
    "generate --ou=x, --out",
    "apply --debugg --x=y, --debug",
    "generate --dout, --out",
    "key create --modls a x, --models",
    "remove-model --dry a, --dry-run",
    "key creat x, create",
    "aply, apply",
    "--debug valdate, validate"
  })
  void suggestsTheNearestName(String line, String meant) {
    assertThat(run(line).err()).contains("  hint: did you mean `" + meant + "`?\n  hint: see `");
  }

  @Test
  void saysWhatElseIsWrongInItsOwnWords() {
    assertThat(run("validate a b\u001b[31m").err())
        .isEqualTo(
            """
            vllm-nginx: one argument too many: "b\\u001b[31m"
              hint: see `vllm-nginx validate --help`
            """);
    assertThat(run("zzzzzz").err())
        .isEqualTo(
            """
            vllm-nginx: no command is called "zzzzzz"
              hint: see `vllm-nginx --help`
            """);
    assertThat(run("generate --format \u001b[31m").err())
        .contains("\\u001b[31m")
        .endsWith("  hint: see `vllm-nginx generate --help`\n");
  }
}
