package dev.vllmnginx.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CommandFactoryTest {
  private static CommandLine program(String... args) {
    PrintStream out = new PrintStream(new ByteArrayOutputStream());
    Console console = new Console(new ByteArrayInputStream(new byte[0]), out, out, Map.of());
    return CommandFactory.create(console, List.of(args));
  }

  @Test
  void everyCommandHasTheNameByWhichItIsFound() {
    Map<String, CommandLine> all = program().getSubcommands();

    assertThat(all).hasSizeGreaterThan(15);
    all.keySet()
        .forEach(
            name -> assertThat(program(name, "--help").getSubcommands()).containsOnlyKeys(name));
  }

  @Test
  void helpAndWrongCommandsKnowAllOfThem() {
    int all = program().getSubcommands().size();

    assertThat(program("--help").getSubcommands()).hasSize(all);
    assertThat(program("aply").getSubcommands()).hasSize(all);
    assertThat(program("--debug", "apply").getSubcommands()).hasSize(all);
  }
}
