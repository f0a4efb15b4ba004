package dev.vllmnginx.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.process.ProgramResult;
import dev.vllmnginx.process.ProgramRunner;
import dev.vllmnginx.testing.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real bash sources the script and is asked as by a press of the tabulator key. */
class CompletionCommandTest {
  /** Called like this: bash -c ASK bash SCRIPT WORD... ; the last word is to be completed. */
  private static final String ASK =
      """
      source "$1" || exit 9
      cd "$2" || exit 9
      shift 2
      COMP_WORDS=("$@")
      COMP_CWORD=$(($# - 1))
      COMP_LINE="$*"
      compopt() { :; }
      completing=$(complete -p vllm-nginx | sed 's/.*-F \\([^ ]*\\).*/\\1/')
      "$completing"
      printf '%s\\n' "${COMPREPLY[@]}"
      """;

  @TempDir Path directory;
  private Path script = Path.of("unset");

  @BeforeEach
  void write() throws IOException {
    CommandLineRun run = CommandLineRun.of("completion");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    script = Files.writeString(directory.resolve("script"), run.out());
    Path work = Files.createDirectory(directory.resolve("work"));
    Files.writeString(work.resolve("catalog.yaml"), "");
    Files.writeString(work.resolve("my catalog.yaml"), "");
  }

  private List<String> complete(String... words) {
    List<String> command = new ArrayList<>(List.of("/bin/bash", "--norc", "-c", ASK, "bash"));
    command.addAll(List.of(script.toString(), directory.resolve("work").toString()));
    command.add("vllm-nginx");
    command.addAll(List.of(words));
    ProgramResult result = ProgramRunner.local().run(command, Duration.ofSeconds(30));
    assertThat(result.exitCode()).as(result.stderr()).isZero();
    assertThat(result.stderr()).isEmpty();
    return result.stdout().lines().filter(line -> !line.isEmpty()).toList();
  }

  @Test
  void completesCommands() {
    assertThat(complete("gen")).containsExactly("generate");
    assertThat(complete("")).contains("init", "apply", "explain", "completion");
    assertThat(complete("key", "")).containsExactlyInAnyOrder("create", "list", "rotate", "revoke");
  }

  @Test
  void completesOptionsAndTheirValues() {
    assertThat(complete("generate", "--che")).containsExactly("--check");
    assertThat(complete("generate", "--format", "")).containsExactly("text", "json");
    assertThat(complete("graph", "--format", "s")).containsExactly("svg");
    assertThat(complete("add-model", "x", "--type", "tr")).containsExactly("transcription");
    assertThat(complete("add-model", "x", "--balance", "")).contains("least_conn", "random_two");
  }

  @Test
  void completesFiles() {
    assertThat(complete("validate", "cat")).containsExactly("catalog.yaml");
    assertThat(complete("generate", "--strict", "m")).containsExactly("my catalog.yaml");
    assertThat(complete("apply", "--root", "c")).containsExactly("catalog.yaml");
    assertThat(complete("key", "list", "cat")).containsExactly("catalog.yaml");
    assertThat(complete("key", "revoke", "--catalog", "c")).containsExactly("catalog.yaml");
  }

  /** A list of words is expanded by bash, which would run what the name of a file says. */
  @Test
  void runsNothingThatIsTheNameOfAFile() throws IOException {
    Path work = directory.resolve("work");
    Files.writeString(work.resolve("$(touch evil)"), "");
    Files.writeString(work.resolve("`touch worse`"), "");

    assertThat(complete("validate", ""))
        .contains("catalog.yaml", "my catalog.yaml", "$(touch evil)", "`touch worse`");
    assertThat(complete("generate", "--out", "")).contains("$(touch evil)");
    assertThat(work.resolve("evil")).doesNotExist();
    assertThat(work.resolve("worse")).doesNotExist();
  }

  @Test
  void completesWhatCanBeExplained() {
    assertThat(complete("explain", "VN10")).contains("VN101", "VN108").hasSize(8);
    assertThat(complete("explain", "gateway.tls.l")).containsExactly("gateway.tls.listen");
  }

  @Test
  void isTheSameEachTimeAndTellsNothingOfTheMachine() {
    String text = CommandLineRun.of("completion").out();

    assertThat(text)
        .isEqualTo(CommandLineRun.of("completion").out())
        .startsWith("# Completes the command line of vllm-nginx")
        .doesNotContain("picocli.info", "4.7", System.getProperty("user.dir"))
        .endsWith("\n");
  }
}
