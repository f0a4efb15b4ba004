package dev.vllmnginx.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's {@code console} blocks, run by a shell with the built program, print what stands
 * there. The catalog of the tour is the README's first {@code yaml} block.
 */
class ReadmeIT {
  private static final Pattern BLOCK =
      Pattern.compile("```(console|yaml)\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path directory = Path.of(".");

  private record Step(String command, String output) {}

  @Test
  void theTourPrintsWhatItShows() throws Exception {
    String readme = Files.readString(Path.of("README.md"));
    Files.writeString(directory.resolve("catalog.yaml"), blocks(readme, "yaml").get(0));
    List<Step> steps = new ArrayList<>();
    blocks(readme, "console").forEach(block -> steps.addAll(steps(block)));

    assertThat(steps).hasSizeGreaterThan(5);
    for (Step step : steps) {
      assertThat(run(step.command())).as("$ %s", step.command()).isEqualTo(step.output());
    }
  }

  private static List<String> blocks(String readme, String language) {
    List<String> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(readme);
    while (matcher.find()) {
      if (matcher.group(1).equals(language)) {
        blocks.add(matcher.group(2));
      }
    }
    return blocks;
  }

  private static List<Step> steps(String block) {
    List<Step> steps = new ArrayList<>();
    for (String step : ("\n" + block).split("\n\\$ ", -1)) {
      int end = step.indexOf('\n');
      if (!step.isBlank()) {
        steps.add(
            new Step(step.substring(0, end), (step.substring(end + 1) + "\n").stripTrailing()));
      }
    }
    return steps;
  }

  private String run(String command) throws IOException, InterruptedException {
    ProcessBuilder shell = new ProcessBuilder("sh", "-c", command);
    shell.directory(directory.toFile());
    shell.redirectErrorStream(true);
    String path = Path.of("target").toAbsolutePath() + ":/usr/sbin:" + System.getenv("PATH");
    shell.environment().put("PATH", path);
    Process process = shell.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output.stripTrailing();
  }
}
