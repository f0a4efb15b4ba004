package dev.vllmnginx.cli;

import dev.vllmnginx.app.ExitCode;
import dev.vllmnginx.release.JournalEntry;
import dev.vllmnginx.release.ReleaseStore;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code vllm-nginx history}: what went live, when, and by whom. */
@Command(
    name = "history",
    header = "List what went live, when and by whom, and the releases that are kept.",
    footer = {"  vllm-nginx history", "  vllm-nginx history --format json | jq '.entries[-1]'"})
final class HistoryCommand implements Callable<Integer> {
  private final Console console;
  @Mixin GlobalOptions global = new GlobalOptions();
  @Mixin private RootOption root = new RootOption();
  @Mixin private OutputFormat format = new OutputFormat();

  HistoryCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    ReleaseStore store = root.store();
    if (format.json()) {
      console.result(HistoryJson.of(store));
    } else {
      store.journal().forEach(entry -> console.result(line(entry)));
      if (store.journal().isEmpty() && store.releases().isEmpty()) {
        console.result("nothing has been live in " + store.root());
      }
      store.releases().forEach(id -> console.result(release(id, store.links())));
    }
    return ExitCode.OK.number();
  }

  private static String line(JournalEntry entry) {
    String text =
        "%s  %-8s  %-16s -> %-16s  %-11s  %7d ms  %s"
            .formatted(
                entry.time().truncatedTo(ChronoUnit.SECONDS),
                entry.action(),
                orDash(entry.from()),
                orDash(entry.to()),
                entry.outcome(),
                entry.millis(),
                entry.who());
    return entry.detail().isEmpty() ? text : text + ": " + entry.detail();
  }

  private static String release(String id, ReleaseStore.Links links) {
    String mark = id.equals(links.current()) ? "  current" : "";
    return "kept " + id + (id.equals(links.previous()) ? "  previous" : mark);
  }

  private static String orDash(@Nullable String id) {
    return id == null ? "-" : id;
  }
}
