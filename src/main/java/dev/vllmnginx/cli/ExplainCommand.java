package dev.vllmnginx.cli;

import dev.vllmnginx.app.ExitCode;
import dev.vllmnginx.app.explain.Explain;
import dev.vllmnginx.app.explain.Explanation;
import dev.vllmnginx.diagnostics.Visible;
import java.util.Iterator;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code vllm-nginx explain}: what a code or a key of the catalog means. */
@Command(
    name = "explain",
    header = "Say what a code, a key of the catalog or the exit codes mean.",
    footer = {
      "  vllm-nginx explain                           # what there is",
      "  vllm-nginx explain VN201",
      "  vllm-nginx explain models.servers.max_fails",
      "  vllm-nginx explain 'models[0].type' --format json | jq -r '.values[]'",
      "  vllm-nginx explain exit-codes"
    })
final class ExplainCommand implements Callable<Integer> {
  /** Asked for only when a completion script is written. */
  static final class Subjects implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Explain.subjects().iterator();
    }
  }

  private final Console console;
  @Mixin GlobalOptions global = new GlobalOptions();
  @Mixin private OutputFormat format = new OutputFormat();

  @Parameters(
      arity = "0..1",
      paramLabel = "SUBJECT",
      completionCandidates = Subjects.class,
      description = "A code, a key's path as messages have it, or exit-codes (default: lists all).")
  private @Nullable String subject;

  ExplainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Explanation explanation = Explain.of(subject);
    if (explanation instanceof Explanation.Unknown unknown) {
      console.complain("nothing is called " + Visible.quote(unknown.subject()));
      console.hint(ExplainText.meant(unknown.meant()));
      return ExitCode.USAGE.number();
    }
    if (format.json()) {
      console.result(ExplainJson.of(explanation));
    } else {
      ExplainText.lines(explanation).forEach(console::result);
    }
    return ExitCode.OK.number();
  }
}
