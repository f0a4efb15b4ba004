package dev.vllmnginx.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.process.ProgramResult;
import dev.vllmnginx.process.ProgramRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built program as one file. */
class ExecutableIT {
  private static final Path PROGRAM = Path.of("target/vllm-nginx").toAbsolutePath();
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  @TempDir private Path directory = Path.of(".");

  @Test
  void saysTheSameAsAProgramAndAsAJar() {
    ProgramResult program = run(List.of(PROGRAM.toString(), "--help"));
    ProgramResult jar = run(List.of(JAVA.toString(), "-jar", PROGRAM.toString(), "--help"));

    assertThat(program.exitCode()).as(program.stderr()).isZero();
    assertThat(program.stdout())
        .startsWith("Compiles one YAML model catalog")
        .isEqualTo(jar.stdout());
  }

  @Test
  void helpLoadsNeitherTheYamlNorTheTemplateLibrary() throws IOException {
    Path log = directory.resolve("classes");
    String logging = "-Xlog:class+load:file=" + log;

    ProgramResult help =
        run(List.of(JAVA.toString(), logging, "-jar", PROGRAM.toString(), "--help"));

    assertThat(help.exitCode()).as(help.stderr()).isZero();
    assertThat(Files.readString(log))
        .contains("picocli.CommandLine")
        .doesNotContain("tools.jackson", "org.snakeyaml", "freemarker.");
  }

  /** The JVM would print its warnings of an archive on standard output, where the results are. */
  @Test
  void anArchiveOfClassesIsUsedAndOneThatDoesNotFitSaysNothing() throws IOException {
    Path program = directory.resolve("vllm-nginx");
    Files.copy(PROGRAM, program, StandardCopyOption.COPY_ATTRIBUTES);
    Path archive = directory.resolve("vllm-nginx.jsa");
    Path classes = directory.resolve("classes");
    List<String> command = List.of(program.toString(), "schema");
    ProgramResult without = run(command);

    ProgramResult making = run(withOptions("-XX:ArchiveClassesAtExit=" + archive, command));
    ProgramResult with = run(command);
    ProgramResult watched =
        run(
            withOptions(
                "-XX:SharedArchiveFile=" + archive + " -Xlog:class+load:file=" + classes, command));
    Files.setLastModifiedTime(program, FileTime.from(Instant.EPOCH));
    ProgramResult stale = run(command);
    Files.write(archive, new byte[] {1, 2, 3});
    ProgramResult broken = run(command);

    assertThat(List.of(making, with, watched, stale, broken))
        .extracting(ProgramResult::stdout)
        .containsOnly(without.stdout());
    assertThat(List.of(with, stale, broken))
        .allSatisfy(run -> assertThat(run.exitCode()).isZero())
        .extracting(ProgramResult::stderr)
        .containsOnly("");
    assertThat(Files.readString(classes))
        .containsPattern("dev\\.vllmnginx\\.cli\\.Main source: shared objects file \\(top\\)");
  }

  private static List<String> withOptions(String options, List<String> command) {
    List<String> whole = new ArrayList<>();
    whole.addAll(List.of("/usr/bin/env", "VLLM_NGINX_JAVA_OPTIONS=" + options));
    whole.addAll(command);
    return whole;
  }

  @Test
  void aCatalogThatTheUserMayNotReadIsRefused() throws IOException {
    Path everybody = Files.createTempDirectory("vllm-nginx-unreadable-");
    try {
      Files.setPosixFilePermissions(everybody, PosixFilePermissions.fromString("rwxr-xr-x"));
      Path program =
          Files.copy(PROGRAM, everybody.resolve("vllm-nginx"), StandardCopyOption.COPY_ATTRIBUTES);
      Path catalog = Files.writeString(everybody.resolve("catalog.yaml"), "version: 1\n");
      Files.setPosixFilePermissions(catalog, PosixFilePermissions.fromString("---------"));

      ProgramResult result =
          run(asOrdinaryUser(program.toString(), "validate", catalog.toString()));

      assertThat(result.exitCode()).as(result.stderr()).isEqualTo(2);
      assertThat(result.stderr()).contains(catalog + ": this user may not read the file");
    } finally {
      for (String name : List.of("vllm-nginx", "catalog.yaml")) {
        Files.deleteIfExists(everybody.resolve(name));
      }
      Files.delete(everybody);
    }
  }

  /** Root may read everything. */
  private static List<String> asOrdinaryUser(String... command) {
    List<String> whole = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      whole.addAll(List.of("/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
    }
    whole.addAll(List.of(command));
    return whole;
  }

  @Test
  void saysThatItsOutputCannotBeWritten() {
    ProgramResult full = run(List.of("/bin/sh", "-c", PROGRAM + " schema >/dev/full"));
    ProgramResult gone =
        run(List.of("/bin/sh", "-c", "{ sleep 0.2; " + PROGRAM + " schema; echo $? >&2; } | true"));

    assertThat(full.exitCode()).isEqualTo(6);
    assertThat(full.stderr()).contains("cannot write to standard output: No space left on device");
    assertThat(gone.stderr()).isEqualTo("0\n");
  }

  private static ProgramResult run(List<String> command) {
    return ProgramRunner.local().run(command, Duration.ofSeconds(60));
  }
}
