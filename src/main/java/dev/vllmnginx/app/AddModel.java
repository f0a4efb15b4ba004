package dev.vllmnginx.app;

import dev.vllmnginx.catalog.Parsed;
import dev.vllmnginx.catalog.Secret;
import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.catalog.read.CatalogReader;
import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.Checked;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Severity;
import dev.vllmnginx.diagnostics.SourceLines;
import dev.vllmnginx.edit.CatalogEditor;
import dev.vllmnginx.edit.EditResult;
import dev.vllmnginx.edit.NewModel;
import dev.vllmnginx.yaml.Node;
import dev.vllmnginx.yaml.SourceText;
import dev.vllmnginx.yaml.YamlReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Adds a model to a catalog's file. */
public final class AddModel {
  /** What an empty list of models, or none behind the key, is reported as. */
  private static final Set<DiagnosticCode> EMPTY =
      Set.of(DiagnosticCode.EMPTY_LIST, DiagnosticCode.WRONG_TYPE);

  /**
   * What is asked for.
   *
   * @param dryRun write nothing
   * @param strict a warning about the new model is a no
   * @param probe ask the servers first what they serve; each must serve the name and all aliases,
   *     or the served name
   */
  public record Request(
      Path catalog, ModelArguments model, boolean dryRun, boolean strict, boolean probe) {}

  private final Request request;
  private final NewModel model;
  private final Consumer<ServerModels> listener;

  /**
   * @param listener is told what each server serves, if they are asked
   */
  public AddModel(Request request, Consumer<ServerModels> listener) {
    this.request = request;
    this.model = request.model().toNewModel();
    this.listener = listener;
  }

  /** Adds the model, or says why not. */
  public EditOutcome run() {
    CatalogChange change = new CatalogChange(request.catalog(), this::workOut);
    EditOutcome plan = change.plan();
    if (!(plan instanceof EditOutcome.Changed)) {
      return plan;
    }
    if (request.probe()) {
      Parsed<Secret> key = model.upstreamKey() == null ? null : keyFile().read();
      if (key instanceof Parsed.Refused<Secret> refused) {
        return new EditOutcome.Refused(List.of(keyTrouble(refused)), SourceLines.NONE);
      }
      if (!isServed(key instanceof Parsed.Accepted<Secret> read ? read.value() : null)) {
        return new EditOutcome.NotServed();
      }
    }
    return request.dryRun() ? plan : change.make();
  }

  private KeyFile keyFile() {
    Path directory = request.catalog().getParent();
    return KeyFile.of(
        directory == null ? Path.of("") : directory, String.valueOf(model.upstreamKey()));
  }

  private static Diagnostic keyTrouble(Parsed.Refused<Secret> refused) {
    return new Diagnostic(
        refused.code(), Severity.ERROR, CatalogPath.ROOT, null, refused.reason(), refused.hint());
  }

  private boolean isServed(@Nullable Secret key) {
    List<ServerModels> found = ModelProbe.ask(model, key);
    found.forEach(listener);
    return found.stream().allMatch(ServerModels::isComplete);
  }

  private EditOutcome workOut(SourceText source) {
    CompanionFiles companions = CompanionFiles.of(request.catalog());
    Checked<Node> yaml = YamlReader.read(source);
    Checked<CatalogDocument> catalog = CatalogReader.read(source, companions);
    CatalogDocument document = catalog.value();
    Node root = yaml.value();
    if (root == null || (document == null && !isOnlyEmpty(catalog.diagnostics()))) {
      return new EditOutcome.Refused(catalog.diagnostics(), source.shown().and(companions.shown()));
    }
    NewModelCheck check = new NewModelCheck(model, document);
    List<Diagnostic> wrong = check.run();
    if (!wrong.isEmpty()) {
      return new EditOutcome.Refused(wrong, source.shown());
    }
    EditResult edit = new CatalogEditor(source, root).add(model);
    return CatalogChange.judge(
        source,
        edit,
        after -> CatalogReader.read(after, companions),
        catalog.diagnostics(),
        UnaryOperator.identity(),
        request.strict());
  }

  private static boolean isOnlyEmpty(List<Diagnostic> diagnostics) {
    return diagnostics.stream()
        .filter(Diagnostic::isError)
        .allMatch(found -> found.path().value().equals("models") && EMPTY.contains(found.code()));
  }
}
