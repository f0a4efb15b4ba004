package dev.vllmnginx.cli;

import dev.vllmnginx.app.CatalogFile;
import dev.vllmnginx.app.EditOutcome;
import dev.vllmnginx.app.ExitCode;
import dev.vllmnginx.app.ServerMark;
import dev.vllmnginx.app.apply.Apply;
import dev.vllmnginx.app.diff.Change;
import dev.vllmnginx.app.drain.DrainWait;
import dev.vllmnginx.app.drain.SharedServer;
import dev.vllmnginx.app.status.Status;
import dev.vllmnginx.app.status.StatusReader;
import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.Secret;
import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.diagnostics.Visible;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which server is marked in which catalog, and where that is applied. */
final class DrainOptions {
  @Parameters(index = "0", paramLabel = "MODEL", description = "The model's name, not an alias.")
  String model = "";

  @Parameters(index = "1", paramLabel = "SERVER", description = "The server's address, host:port.")
  String server = "";

  @Option(
      names = {"-c", "--catalog"},
      paramLabel = "FILE",
      defaultValue = "catalog.yaml",
      description = "The model catalog (default: ${DEFAULT-VALUE}).")
  Path catalog = Path.of("catalog.yaml");

  @Mixin RootOption root = new RootOption();
  @Mixin ServingOption nginx = new ServingOption();
  @Mixin OutputFormat format = new OutputFormat();

  /**
   * Marks the server and applies the catalog; where that fails the mark is taken back.
   *
   * @param force also when no server is left, or other changes of the catalog go live too
   */
  ExitCode mark(boolean down, boolean force, Console console) {
    OtherChanges others = new OtherChanges(console, format);
    List<Change> pending = others.find(catalog, root.store(), model, server);
    if (!pending.isEmpty() && !force) {
      others.refuse(pending, catalog, root.store().root());
      return ExitCode.CHECK_FAILED;
    }
    EditReport.Verb verb = down ? EditReport.Verb.DRAIN : EditReport.Verb.UNDRAIN;
    EditReport edits =
        new EditReport(console, format, verb, server + " of model " + model, catalog);
    ServerMark mark =
        new ServerMark(new ServerMark.Request(catalog, model, server, down, force || !down));
    EditOutcome outcome = mark.run();
    ExitCode edited = edits.show(outcome);
    if (!(outcome instanceof EditOutcome.Changed changed)) {
      return edited;
    }
    if (!pending.isEmpty()) {
      others.tell(pending, catalog);
    }
    ExitCode applied = ExitCode.IO;
    try {
      applied = apply(console);
      return applied;
    } finally {
      if (applied != ExitCode.OK && mark.takeBack(changed)) {
        console.complain(Visible.escape(catalog.toString()) + " was put back to what it was");
      }
    }
  }

  private ExitCode apply(Console console) {
    List<String> start = List.of("apply", catalog.toString(), "--start");
    ApplyReport report = new ApplyReport(console, format, nginx.next(root, console, start));
    Apply.Request request = Apply.Request.plain(Who.runsThis(console), root.including());
    Apply apply = nginx.apply(request, root, report, console);
    return report.show(
        apply.run(
            () -> report.reading(CatalogFile.read(catalog.toString(), console.in()).withKeys())));
  }

  /** What the server wants to be shown; null: nothing. */
  @Nullable Secret serverKey(Console console) {
    return marked(console)
        .flatMap(
            all ->
                all.models().stream()
                    .filter(found -> found.name().value().equals(model))
                    .findFirst())
        .map(Model::serverKey)
        .orElse(null);
  }

  /** The other models whose requests still go to the server. */
  List<String> otherUsers(Console console) {
    return marked(console)
        .map(all -> SharedServer.usersBesides(all, model, server))
        .orElse(List.of());
  }

  /** The catalog as the mark has left it. */
  private Optional<Catalog> marked(Console console) {
    return Optional.ofNullable(
            CatalogFile.read(catalog.toString(), console.in()).withKeys().document())
        .map(CatalogDocument::catalog);
  }

  /** Whether nginx still has workers that only finish what they have. */
  DrainWait.OldWorkers oldWorkers(Console console) {
    Status status = new StatusReader(root.store(), nginx.serving(console), root.including()).read();
    if (!status.nginx().state().equals("running")) {
      return DrainWait.OldWorkers.UNKNOWN;
    }
    return status.workers().stream().anyMatch(Status.WorkerStatus::shuttingDown)
        ? DrainWait.OldWorkers.SOME
        : DrainWait.OldWorkers.NONE;
  }

  /**
   * The server's address, if it is the same server to this program and to nginx; null otherwise.
   */
  @Nullable String addressHere(Console console) {
    return nginx.serving(console).sharesNetwork(root.including()) ? server : null;
  }
}
