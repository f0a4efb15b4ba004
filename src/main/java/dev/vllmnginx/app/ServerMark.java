package dev.vllmnginx.app;

import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.Server;
import dev.vllmnginx.catalog.ServerAddress;
import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.catalog.read.CatalogReader;
import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.Checked;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Severity;
import dev.vllmnginx.diagnostics.SourceLines;
import dev.vllmnginx.diagnostics.Suggestions;
import dev.vllmnginx.diagnostics.Visible;
import dev.vllmnginx.edit.CatalogEditor;
import dev.vllmnginx.edit.EditResult;
import dev.vllmnginx.edit.ServerPlace;
import dev.vllmnginx.yaml.SourceText;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Marks a server of a model as {@code down} in a catalog's file, or takes the mark away. */
public final class ServerMark {
  private static final String DOWN = "down";
  private static final CatalogPath MODELS = CatalogPath.ROOT.key("models");

  /**
   * What is asked for.
   *
   * @param server its address as in the catalog
   * @param down what it is to be
   * @param force also when no server of the model is left
   */
  public record Request(Path catalog, String model, String server, boolean down, boolean force) {}

  private final Request request;

  public ServerMark(Request request) {
    this.request = request;
  }

  /** Changes the file. A server that is marked so already gives a change of nothing. */
  public EditOutcome run() {
    CatalogChange change = new CatalogChange(request.catalog(), this::workOut);
    EditOutcome plan = change.plan();
    return plan instanceof EditOutcome.Changed changed
            && changed.before().text().equals(changed.after().text())
        ? plan
        : change.make();
  }

  /** Puts the file back to what it was, unless somebody has changed it since. */
  public boolean takeBack(EditOutcome.Changed changed) {
    EditOutcome outcome =
        new CatalogChange(
                request.catalog(),
                now ->
                    now.text().equals(changed.after().text())
                        ? new EditOutcome.Changed(
                            now, changed.before(), changed.line(), false, List.of())
                        : new EditOutcome.Refused(List.of(), SourceLines.NONE))
            .make();
    return outcome instanceof EditOutcome.Changed;
  }

  private EditOutcome workOut(SourceText source) {
    CompanionFiles companions = CompanionFiles.of(request.catalog());
    Checked<CatalogDocument> read = CatalogReader.read(source, companions);
    CatalogDocument document = read.value();
    if (document == null) {
      return new EditOutcome.Refused(read.diagnostics(), source.shown().and(companions.shown()));
    }
    List<Model> models = document.catalog().models();
    List<String> names = models.stream().map(model -> model.name().value()).toList();
    int model = names.indexOf(request.model());
    if (model < 0) {
      Optional<Model> owner =
          models.stream()
              .filter(
                  one -> one.aliases().stream().anyMatch(a -> a.value().equals(request.model())))
              .findFirst();
      if (owner.isPresent()) {
        return refused(
            Visible.quote(request.model()) + " is an alias, not a model",
            "write " + owner.get().name().value());
      }
      return refused(
          "no model is called " + Visible.quote(request.model()), request.model(), names);
    }
    List<Server> servers = models.get(model).servers();
    List<String> addresses = servers.stream().map(server -> server.address().text()).toList();
    int server = addresses.indexOf(address());
    if (server < 0) {
      return refused(
          request.model() + " has no server " + Visible.quote(request.server()),
          request.server(),
          addresses);
    }
    if (servers.get(server).down() == request.down()) {
      return new EditOutcome.Changed(source, source, 1, false, List.of());
    }
    if (request.down() && !request.force() && isLast(servers, server)) {
      return refused(
          request.server() + " is the last server of " + request.model() + " that is up",
          "`--force` takes it out all the same; clients then get a 503");
    }
    EditResult edit =
        edit(new CatalogEditor(source, document.root()), new ServerPlace(model, server));
    return CatalogChange.judge(
        source,
        edit,
        after -> CatalogReader.read(after, companions),
        read.diagnostics(),
        UnaryOperator.identity(),
        !request.force());
  }

  private EditResult edit(CatalogEditor editor, ServerPlace place) {
    if (request.down()) {
      return editor.setServerKey(place, DOWN, "true");
    }
    EditResult removal = editor.removeServerKey(place, DOWN);
    return removal instanceof EditResult.Made ? removal : editor.setServerKey(place, DOWN, "false");
  }

  /** As the catalog spells it. */
  private String address() {
    return ServerAddress.canonical(request.server());
  }

  private static boolean isLast(List<Server> servers, int index) {
    return IntStream.range(0, servers.size()).allMatch(i -> i == index || servers.get(i).down());
  }

  private static EditOutcome refused(String message, String given, List<String> known) {
    return refused(
        message,
        Suggestions.didYouMean(given, known).orElse("there is " + String.join(", ", known)));
  }

  private static EditOutcome refused(String message, String hint) {
    Diagnostic diagnostic =
        new Diagnostic(DiagnosticCode.UNKNOWN_MODEL, Severity.ERROR, MODELS, null, message, hint);
    return new EditOutcome.Refused(List.of(diagnostic), SourceLines.NONE);
  }
}
