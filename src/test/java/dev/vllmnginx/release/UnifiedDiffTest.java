package dev.vllmnginx.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class UnifiedDiffTest {
  @Test
  void equalTextsHaveNoDifference() {
    assertThat(UnifiedDiff.of("f", "a\n", "a\n")).isEmpty();
  }

  @Test
  void aChangedLineHasThreeLinesAround() {
    assertThat(UnifiedDiff.of("d/f", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n"))
        .isEqualTo(
            """
            --- a/d/f
            +++ b/d/f
            @@ -2,7 +2,7 @@
             2
             3
             4
            -5
            +x
             6
             7
             8
            """);
  }

  @Test
  void aNewAndARemovedFile() {
    assertThat(UnifiedDiff.of("f", null, "a\nb\n"))
        .isEqualTo("--- /dev/null\n+++ b/f\n@@ -0,0 +1,2 @@\n+a\n+b\n");
    assertThat(UnifiedDiff.of("f", "a\n", null))
        .isEqualTo("--- a/f\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n");
  }

  @Test
  void aMissingLastLineEndIsSaid() {
    assertThat(UnifiedDiff.of("f", "a\nb", "a\nb\n"))
        .isEqualTo(
            """
            --- a/f
            +++ b/f
            @@ -1,2 +1,2 @@
             a
            -b
            \\ No newline at end of file
            +b
            """);
  }

  @Test
  void changesFarApartAreHunksOfTheirOwnAndNearOnesAreOne() {
    String before = numbers(1, 30);

    String far =
        UnifiedDiff.of("f", before, before.replace("\n5\n", "\nx\n").replace("\n15\n", "\n"));
    String near =
        UnifiedDiff.of("f", before, before.replace("\n5\n", "\nx\n").replace("\n12\n", "\n"));

    assertThat(far.lines().filter(line -> line.startsWith("@@")))
        .containsExactly("@@ -2,7 +2,7 @@", "@@ -12,7 +12,6 @@");
    assertThat(near.lines().filter(line -> line.startsWith("@@")))
        .containsExactly("@@ -2,14 +2,13 @@");
  }

  @Test
  void anInsertedModelIsShownAsOneInsertion() {
    String one = "upstream a {\n    server 1;\n}\n\n";
    String two = "upstream b {\n    server 2;\n}\n\n";
    String three = "upstream c {\n    server 3;\n}\n";

    String diff = UnifiedDiff.of("f", one + three, one + two + three);

    assertThat(diff.lines().filter(line -> line.startsWith("-") && !line.startsWith("---")))
        .isEmpty();
    assertThat(diff.lines().filter(line -> line.startsWith("+") && !line.startsWith("+++")))
        .hasSize(4);
  }

  /** {@code patch} is the judge: it must make the second text of the first. */
  @Test
  void patchTakesEveryDifference(@TempDir Path dir) throws Exception {
    Path patch = Path.of("/usr/bin/patch");
    org.junit.jupiter.api.Assumptions.assumeTrue(Files.isExecutable(patch), "no patch here");
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 40; round++) {
      String before = randomText(random);
      String after = round % 4 == 0 ? randomText(random) : edited(before, random);
      if (before.equals(after) || before.isEmpty() || after.isEmpty()) {
        continue;
      }
      Path file = dir.resolve("f");
      Files.writeString(file, before);
      Path diff = dir.resolve("diff");
      Files.writeString(diff, UnifiedDiff.of("f", before, after));
      Process process =
          new ProcessBuilder(patch.toString(), "-p1", "--fuzz=0", "-s", "-i", diff.toString())
              .directory(dir.toFile())
              .redirectErrorStream(true)
              .start();
      String output =
          new String(
              process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as("seed %d round %d: %s", seed, round, output).isZero();
      assertThat(file).as("seed %d round %d", seed, round).hasContent(after);
    }
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.SECONDS)
  void tensOfThousandsOfLinesTakeNoTime() {
    StringBuilder before = new StringBuilder();
    StringBuilder after = new StringBuilder();
    StringBuilder other = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      String block = "upstream m" + i + " {\n    zone z" + i + " 64k;\n    server 10.0.0.1:" + i;
      before.append(block).append(";\n    keepalive 32;\n}\n\n");
      after
          .append(block)
          .append(i % 7 == 0 ? " weight=2" : "")
          .append(";\n    keepalive 32;\n}\n\n");
      other.append("    all different ").append(i % 50).append(";\n}\n\n");
    }
    long start = System.nanoTime();

    String small = UnifiedDiff.of("f", before.toString(), after.toString());
    String large = UnifiedDiff.of("f", before.toString(), other.toString());

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    assertThat(small.lines().filter(line -> line.startsWith("+ "))).hasSize(1429);
    assertThat(large).isNotEmpty();
  }

  private static String numbers(int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i <= to; i++) {
      text.append(i).append('\n');
    }
    return text.toString();
  }

  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    int lines = random.nextInt(60);
    for (int i = 0; i < lines; i++) {
      text.append("line ").append(random.nextInt(12)).append('\n');
    }
    return random.nextInt(4) == 0 ? text + "end" : text.toString();
  }

  private static String edited(String text, Random random) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    for (int i = 0; i < 4 && !lines.isEmpty(); i++) {
      int at = random.nextInt(lines.size());
      if (random.nextBoolean()) {
        lines.remove(at);
      } else {
        lines.add(at, "new " + i);
      }
    }
    return String.join("\n", lines) + (random.nextBoolean() ? "\n" : "");
  }
}
