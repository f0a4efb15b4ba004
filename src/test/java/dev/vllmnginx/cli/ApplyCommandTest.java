package dev.vllmnginx.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an apply that comes to nothing leaves behind: nothing. */
class ApplyCommandTest {
  private static final String VALID =
      """
      version: 1
      nginx: {pid: /run/vllm-nginx-tests-none.pid}
      gateway: {listen: ["127.0.0.1:1"], status_listen: "127.0.0.1:2"}
      models: [{name: first, type: chat, servers: [{address: "127.0.0.1:9"}]}]
      """;

  /** As much of nginx as an apply asks for before it is told that nginx does not run. */
  private static final String NGINX =
      """
      #!/bin/sh
      echo 'nginx version: nginx/1.22.1' >&2
      echo 'configure arguments: --prefix=/nowhere --pid-path=/nowhere/nginx.pid' >&2
      """;

  @TempDir Path directory;
  private Path root = Path.of("chosen before each test");
  private Path nginx = Path.of("chosen before each test");

  @BeforeEach
  void prepare() throws IOException {
    root = directory.resolve("srv/gateway/root");
    nginx = program("nginx", NGINX);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--strict", "--dry-run"})
  void aWrongCatalogLeavesNothing(String option) throws IOException {
    Path catalog = catalog("models: [not a catalog\n");
    List<String> before = files();

    CommandLineRun run = apply(catalog, option);

    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    assertThat(run.err()).contains("the catalog is not valid");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void aDryRunOrACatalogThatIsNotThereLeavesNothing() throws IOException {
    Path catalog = catalog(VALID);
    List<String> before = files();

    CommandLineRun run = apply(catalog, "--dry-run");
    CommandLineRun missing = apply(directory.resolve("no-such.yaml"), "--start");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("+++ b/nginx.conf");
    assertThat(missing.exitCode()).as(missing.err()).isEqualTo(2);
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void anNginxThatIsMissingOrNoneOrDoesNotRunLeavesNothing() throws IOException {
    Path catalog = catalog(VALID);
    Path broken = program("broken", "#!/bin/sh\necho 'not what you think' >&2\n");
    List<String> before = files();

    nginx = directory.resolve("no-such-nginx");
    CommandLineRun none = apply(catalog);
    nginx = broken;
    CommandLineRun other = apply(catalog);
    nginx = directory.resolve("nginx");
    CommandLineRun stopped = apply(catalog);

    assertThat(none.exitCode()).as(none.err()).isEqualTo(2);
    assertThat(other.exitCode()).as(other.err()).isIn(2, 6);
    assertThat(other.err()).contains(broken.toString());
    assertThat(stopped.exitCode()).as(stopped.err()).isEqualTo(6);
    assertThat(stopped.err()).contains("nginx does not run");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void aDirectoryThatWasThereStays() throws IOException {
    Files.createDirectories(root);
    Path catalog = catalog("models: 1\n");
    List<String> before = files();

    CommandLineRun run = apply(catalog);

    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void whatNginxRefusesIsInTheJournalAndNowhereElse() throws IOException {
    nginx = program("refusing", NGINX + "[ \"$1\" = -V ] || exit 1\n");

    CommandLineRun run = apply(catalog(VALID), "--start");

    assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
    assertThat(files())
        .filteredOn(path -> path.startsWith("srv/gateway/root/"))
        .containsExactly(
            "srv/gateway/root/journal.jsonl", "srv/gateway/root/lock", "srv/gateway/root/releases");
  }

  @Test
  void saysThatNginxDoesNotRunWhereItDidNotStart() throws IOException {
    nginx = program("failing", NGINX + "case $1 in -c) echo 'no such user' >&2; exit 1;; esac\n");
    String file = catalog(VALID).toString();

    CommandLineRun run = apply(Path.of(file), "--start");
    CommandLineRun json = apply(Path.of(file), "--start", "--format", "json");

    assertThat(run.exitCode()).as(run.err()).isEqualTo(4);
    assertThat(run.err())
        .contains("nginx did not start: ", "no such user")
        .containsPattern("release \\w+ was taken back; nginx does not run, as before\n");
    assertThat(json.out()).contains("\"result\":\"rolled-back\"", "\"running\":false");
  }

  @Test
  void aRootThatIsAFileIsNotTakenForAnEmptyOne() throws IOException {
    Path catalog = catalog(VALID);
    String file = catalog.toString();
    root = catalog;

    for (CommandLineRun run :
        List.of(
            apply(catalog, "--start"),
            CommandLineRun.of("rollback", "--root", file),
            CommandLineRun.of("status", "--root", file),
            CommandLineRun.of("history", "--root", file),
            CommandLineRun.of("diff", file, "--root", file))) {
      assertThat(run.exitCode()).as(run.err()).isEqualTo(6);
      assertThat(run.err()).endsWith(catalog + " is not a directory\n");
      assertThat(run.out()).isEmpty();
    }
  }

  @Test
  void aMistypedRootStaysWhatItIs() throws IOException {
    List<String> before = files();
    CommandLineRun back = CommandLineRun.of("rollback", "--root", root.toString());
    CommandLineRun history = CommandLineRun.of("history", "--root", root.toString());

    assertThat(back.exitCode()).as(back.err()).isEqualTo(2);
    assertThat(back.err()).contains("there are no releases in " + root);
    assertThat(history.exitCode()).isZero();
    assertThat(history.out()).isEqualTo("nothing has been live in " + root + "\n");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void reloadsOnlyWhereItIsTold() throws IOException {
    CommandLineRun run = CommandLineRun.of("generate", catalog(VALID).toString(), "--reload");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--reload needs --out DIR");
  }

  /** {@code generate --reload} is {@code apply} by another name, options included. */
  @Test
  void reloadingTakesTheOptionsOfApply() throws IOException {
    nginx = program("refusing", NGINX + "[ \"$1\" = -V ] || exit 1\n");
    String file = catalog(VALID).toString();
    List<String> before = files();
    String[] generate = {
      "generate", file, "--out", root.toString(), "--nginx", nginx.toString(), "--reload"
    };

    CommandLineRun plan = CommandLineRun.of(with(generate, "--dry-run"));
    List<String> planned = files();
    CommandLineRun stopped = CommandLineRun.of(generate);
    CommandLineRun started = CommandLineRun.of(with(generate, "--start"));
    CommandLineRun alone = CommandLineRun.of("generate", file, "--start");

    assertThat(plan.exitCode()).as(plan.err()).isZero();
    assertThat(plan.out())
        .contains("+++ b/nginx.conf")
        .isEqualTo(apply(Path.of(file), "--dry-run").out());
    assertThat(planned).isEqualTo(before);
    assertThat(stopped.exitCode()).as(stopped.err()).isEqualTo(6);
    assertThat(stopped.err()).contains("--start");
    assertThat(started.exitCode()).as(started.err()).isEqualTo(3);
    assertThat(alone.exitCode()).isEqualTo(2);
    assertThat(alone.err()).contains("--start needs --reload");
  }

  private static String[] with(String[] arguments, String more) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add(more);
    return all.toArray(String[]::new);
  }

  @Test
  void whatCannotBeOpenedIsNoCatalog() {
    for (String command : List.of("validate", "generate", "diff", "list-models")) {
      CommandLineRun run = CommandLineRun.of(command, directory.toString());

      assertThat(run.exitCode()).as(command + run.err()).isEqualTo(2);
      assertThat(run.err()).contains(directory + ": this is a directory");
    }
    CommandLineRun edit = CommandLineRun.of("remove-model", "first", "-c", directory.toString());
    assertThat(edit.exitCode()).as(edit.err()).isEqualTo(2);
  }

  private CommandLineRun apply(Path catalog, String... options) {
    List<String> args = new ArrayList<>(List.of("apply", catalog.toString()));
    args.addAll(List.of("--root", root.toString(), "--nginx", nginx.toString()));
    args.addAll(List.of(options));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private Path catalog(String text) throws IOException {
    return Files.writeString(directory.resolve("catalog.yaml"), text);
  }

  private Path program(String name, String text) throws IOException {
    Path program = Files.writeString(directory.resolve(name), text);
    return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private List<String> files() throws IOException {
    try (var found = Files.walk(directory)) {
      return found.map(path -> directory.relativize(path).toString()).sorted().toList();
    }
  }
}
