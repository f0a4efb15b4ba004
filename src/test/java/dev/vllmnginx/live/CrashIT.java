package dev.vllmnginx.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.process.ProgramResult;
import dev.vllmnginx.process.ProgramRunner;
import dev.vllmnginx.testing.CommandLineRun;
import dev.vllmnginx.testing.NginxVersion;
import dev.vllmnginx.testing.ServedGateway;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * An apply that is killed: nginx goes on with the old release or the new one, {@code current} is
 * one that nginx accepts, the same command finishes the work, and nothing is left over.
 */
class CrashIT {
  private static final String SERVER = "127.0.0.1:9";
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  @Test
  void leavesTheOldOrTheNewReleaseWhateverStepItIsKilledAt() {
    try (ServedGateway gateway = new ServedGateway(NginxVersion.V1_22)) {
      gateway.catalog(SERVER, List.of("model"));
      assertThat(gateway.apply("--start").exitCode()).isZero();
      List<String> steps = steps(gateway);
      assertThat(steps).contains("link current", "linked current", "end reload", "begin proof");

      int number = 0;
      for (String step : steps) {
        String before = gateway.current();
        gateway.catalog(SERVER, List.of("model", "model-" + ++number));

        assertThat(crash(gateway, Path.of("/etc/nginx/nginx.conf"), step).exitCode())
            .as(step)
            .isEqualTo(CrashingApply.HALTED);

        String running = gateway.running();
        assertThat(gateway.test()).as("nginx -t after a kill at %s", step).isZero();
        CommandLineRun again = gateway.apply();
        assertThat(again.exitCode()).as("after a kill at %s: %s", step, again.err()).isZero();
        String after = gateway.current();
        assertThat(running).as(step).isIn(before, after);
        assertThat(after).isNotEqualTo(before);
        assertThat(gateway.running()).isEqualTo(after);
        assertThat(gateway.previous()).as("after a kill at %s", step).isEqualTo(before);
        assertThat(lastEntry(gateway))
            .as("after a kill at %s", step)
            .contains("\"from\":\"" + before + "\",\"to\":\"" + after + "\"")
            .contains("\"outcome\":\"applied\"");
        assertThat(gateway.files())
            .noneMatch(path -> path.startsWith(".") || path.contains("/."))
            .filteredOn(path -> path.matches("releases/[^/]*"))
            .hasSizeLessThanOrEqualTo(10);
      }
    }
  }

  @Test
  void theJournalHasAlsoWhatWentLiveJustBeforeAKill() {
    try (ServedGateway gateway = new ServedGateway(NginxVersion.V1_22)) {
      gateway.catalog(SERVER, List.of("model"));
      assertThat(gateway.apply("--start").exitCode()).isZero();
      String first = gateway.current();
      gateway.catalog(SERVER, List.of("model", "second"));
      assertThat(crash(gateway, Path.of("/etc/nginx/nginx.conf"), "end proof").exitCode())
          .isEqualTo(CrashingApply.HALTED);
      String second = gateway.current();
      gateway.catalog(SERVER, List.of("model", "third"));

      CommandLineRun third = gateway.apply();

      assertThat(third.exitCode()).as(third.err()).isZero();
      CommandLineRun history = CommandLineRun.of("history", "--root", gateway.root().toString());
      assertThat(history.out())
          .containsPattern(first + " -> " + second + " +found ")
          .containsPattern(second + " -> " + gateway.current() + " +applied ");
    }
  }

  @Test
  void whoInterruptsItIsToldWhatItLeaves() throws IOException, InterruptedException {
    try (ServedGateway gateway = new ServedGateway(NginxVersion.V1_22)) {
      gateway.catalog(SERVER, List.of("model"));
      assertThat(gateway.apply("--start").exitCode()).isZero();
      gateway.catalog(SERVER, List.of("model", "another"));
      Process program =
          new ProcessBuilder(
                  JAVA.toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  "dev.vllmnginx.cli.Main",
                  "apply",
                  gateway.catalogFile().toString(),
                  "--root",
                  gateway.root().toString(),
                  "--nginx",
                  gateway.program().toString(),
                  "--format",
                  "json")
              .start();
      try (BufferedReader events =
              new BufferedReader(
                  new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8));
          BufferedReader errors =
              new BufferedReader(
                  new InputStreamReader(program.getErrorStream(), StandardCharsets.UTF_8))) {
        String line = events.readLine();
        while (line != null && !line.contains("\"event\":\"begin\",\"step\":\"test\"")) {
          line = events.readLine();
        }
        assertThat(line).isNotNull();
        program.toHandle().destroy();
        String said = errors.lines().collect(Collectors.joining("\n"));

        assertThat(program.waitFor()).isEqualTo(143);
        assertThat(said)
            .contains("interrupted at the step \"", " live as before", "same command again");
      }
      assertThat(gateway.apply().exitCode()).isZero();
      assertThat(gateway.models()).contains("\"another\"");
    }
  }

  private static String lastEntry(ServedGateway gateway) {
    try {
      List<String> lines = Files.readAllLines(gateway.root().resolve("journal.jsonl"));
      return lines.get(lines.size() - 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theProgramItselfMayBeKilled() throws IOException, InterruptedException {
    try (ServedGateway gateway = new ServedGateway(NginxVersion.NEWEST)) {
      gateway.catalog(SERVER, List.of("model"));
      assertThat(gateway.apply("--start").exitCode()).isZero();
      String before = gateway.current();
      gateway.catalog(SERVER, List.of("model", "another"));

      Process program =
          new ProcessBuilder(
                  Path.of("target", "vllm-nginx").toAbsolutePath().toString(),
                  "apply",
                  gateway.catalogFile().toString(),
                  "--root",
                  gateway.root().toString(),
                  "--nginx",
                  gateway.program().toString(),
                  "--format",
                  "json")
              .start();
      try (BufferedReader events =
          new BufferedReader(
              new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8))) {
        String line = events.readLine();
        while (line != null && !line.contains("\"event\":\"begin\",\"step\":\"reload\"")) {
          line = events.readLine();
        }
        assertThat(line).isNotNull();
        program.descendants().forEach(ProcessHandle::destroyForcibly);
        program.destroyForcibly().waitFor();
      }

      assertThat(gateway.test()).isZero();
      CommandLineRun again = gateway.apply();
      assertThat(again.exitCode()).as(again.err()).isZero();
      assertThat(gateway.current()).isNotEqualTo(before);
      assertThat(gateway.running()).isEqualTo(gateway.current());
      assertThat(gateway.models()).contains("\"another\"");
    }
  }

  /** The first apply of a gateway that joins another site, which goes on in any case. */
  @Test
  void theFirstApplyBesideAnotherSiteMayBeKilled() throws IOException {
    for (String step : List.of("stage", "published", "linked current", "end reload")) {
      try (ServedGateway gateway = new ServedGateway(NginxVersion.V1_26)) {
        OtherSite site = new OtherSite(gateway, "etc", gateway.pidFile());
        site.start();
        site.catalog(SERVER, "model");

        assertThat(crash(gateway, site.main(), step).exitCode())
            .as(step)
            .isEqualTo(CrashingApply.HALTED);

        site.test();
        assertThat(site.answer()).as(step).isEqualTo("the other site");
        CommandLineRun again = site.apply();
        assertThat(again.exitCode()).as("after a kill at %s: %s", step, again.err()).isZero();
        assertThat(site.models()).contains("\"model\"");
        assertThat(gateway.files()).noneMatch(path -> path.startsWith(".") || path.contains("/."));
        assertThat(site.file("conf.d").toFile().list())
            .containsExactlyInAnyOrder("site.conf", "vllm-nginx.conf");
      }
    }
  }

  /** Every step of an apply that changes something; of the files only the first and the last. */
  private static List<String> steps(ServedGateway gateway) {
    Set<String> all = new LinkedHashSet<>();
    gateway.catalog(SERVER, List.of("model", "model-0"));
    CrashingApply.run(
        gateway.catalogFile().toString(), gateway.root(), gateway.program(), all::add);
    List<String> files = all.stream().filter(step -> step.startsWith("stage ")).toList();
    List<String> steps = new ArrayList<>(all);
    steps.removeAll(files.subList(1, files.size() - 1));
    // What is a reading step, or the same moment as its neighbour.
    steps.removeIf(
        step ->
            step.matches("(?:begin|end) (?:lock|render|compare|stage|switch|preflight|journal)"));
    return steps;
  }

  static ProgramResult crash(ServedGateway gateway, Path main, String step) {
    return ProgramRunner.local()
        .run(
            List.of(
                JAVA.toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                CrashingApply.class.getName(),
                gateway.catalogFile().toString(),
                gateway.root().toString(),
                gateway.program().toString(),
                main.toString(),
                step),
            Duration.ofMinutes(2));
  }
}
