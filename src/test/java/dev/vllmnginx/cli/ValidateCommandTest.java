package dev.vllmnginx.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValidateCommandTest {
  private static final Path WARNED = Path.of("src/test/resources/bad/shared-servers/catalog.yaml");

  private static CommandLineRun validate(String... more) {
    List<String> args = new ArrayList<>(List.of("validate", WARNED.toString()));
    args.addAll(List.of(more));
    return CommandLineRun.of(args);
  }

  @Test
  void tellsProgramsWhatTheExitCodeSays() {
    CommandLineRun lenient = validate("--format", "json");
    CommandLineRun strict = validate("--format", "json", "--strict");

    assertThat(lenient.exit()).isZero();
    assertThat(lenient.out()).contains("\"valid\":true,\"errors\":0,\"warnings\":1");
    assertThat(strict.exit()).isEqualTo(1);
    assertThat(strict.out()).contains("\"valid\":false,\"errors\":0,\"warnings\":1");
  }
}
