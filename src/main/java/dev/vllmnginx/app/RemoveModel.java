package dev.vllmnginx.app;

import dev.vllmnginx.catalog.ApiKey;
import dev.vllmnginx.catalog.ApiKeys;
import dev.vllmnginx.catalog.Gateway;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.ModelName;
import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.catalog.read.CatalogReader;
import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.Checked;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Severity;
import dev.vllmnginx.diagnostics.Suggestions;
import dev.vllmnginx.diagnostics.Visible;
import dev.vllmnginx.edit.CatalogEditor;
import dev.vllmnginx.edit.EditResult;
import dev.vllmnginx.yaml.SourceText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Removes a model from a catalog's file. */
public final class RemoveModel {
  private static final CatalogPath GATEWAY = CatalogPath.ROOT.key("gateway");
  private static final CatalogPath MODELS = CatalogPath.ROOT.key("models");

  /**
   * What is asked for.
   *
   * @param name of a model, not an alias
   * @param dryRun write nothing
   * @param strict a warning that was not there before is a no
   */
  public record Request(Path catalog, String name, boolean dryRun, boolean strict) {}

  private final Request request;

  public RemoveModel(Request request) {
    this.request = request;
  }

  /** Removes the model, or says why not: it is not there, it is the last, or something names it. */
  public EditOutcome run() {
    CatalogChange change = new CatalogChange(request.catalog(), this::workOut);
    EditOutcome plan = change.plan();
    return request.dryRun() || !(plan instanceof EditOutcome.Changed) ? plan : change.make();
  }

  private EditOutcome workOut(SourceText source) {
    CompanionFiles companions = CompanionFiles.of(request.catalog());
    Checked<CatalogDocument> read = CatalogReader.read(source, companions);
    CatalogDocument document = read.value();
    if (document == null) {
      return new EditOutcome.Refused(read.diagnostics(), source.shown().and(companions.shown()));
    }
    List<String> names =
        document.catalog().models().stream().map(model -> model.name().value()).toList();
    int index = names.indexOf(request.name());
    List<Diagnostic> objections =
        index < 0 ? List.of(unknown(document, names)) : objections(document, index);
    if (!objections.isEmpty()) {
      return new EditOutcome.Refused(objections, source.shown().and(companions.shown()));
    }
    EditResult edit = new CatalogEditor(source, document.root()).remove(index);
    return CatalogChange.judge(
        source,
        edit,
        after -> CatalogReader.read(after, companions),
        read.diagnostics(),
        path -> origin(path, index),
        request.strict());
  }

  /** The models behind the removed one have moved up. */
  private static CatalogPath origin(CatalogPath path, int removed) {
    List<CatalogPath.Segment> steps = path.segments();
    boolean isBehind =
        steps.size() > 1 && "models".equals(steps.get(0).key()) && steps.get(1).index() >= removed;
    if (!isBehind) {
      return path;
    }
    int index = steps.get(1).index();
    String rest = path.value().substring(MODELS.index(index).value().length());
    return new CatalogPath(MODELS.index(index + 1).value() + rest);
  }

  private Diagnostic unknown(CatalogDocument document, List<String> names) {
    List<Model> models = document.catalog().models();
    for (int i = 0; i < models.size(); i++) {
      List<String> aliases = models.get(i).aliases().stream().map(ModelName::value).toList();
      int alias = aliases.indexOf(request.name());
      if (alias >= 0) {
        String owner = Visible.quote(names.get(i));
        return error(
            document,
            DiagnosticCode.UNKNOWN_MODEL,
            MODELS.index(i).key("aliases").index(alias),
            shown() + " is an alias of the model " + owner + ", not a model",
            "name the model, or take the alias out of the file");
      }
    }
    Optional<String> meant = Suggestions.didYouMean(request.name(), names);
    return error(
        document,
        DiagnosticCode.UNKNOWN_MODEL,
        null,
        "no model is called " + shown(),
        meant.orElse("vllm-nginx list-models shows the models"));
  }

  private List<Diagnostic> objections(CatalogDocument document, int index) {
    List<Diagnostic> found = new ArrayList<>();
    Gateway gateway = document.catalog().gateway();
    if (isIt(gateway.unknownModel())) {
      found.add(fallback(document, "unknown_model", "requests for unknown models go to "));
    }
    if (isIt(gateway.missingModel())) {
      found.add(fallback(document, "missing_model", "requests that name no model go to "));
    }
    found.addAll(keysThatNameIt(document));
    if (document.catalog().models().size() == 1) {
      found.add(
          error(
              document,
              DiagnosticCode.EMPTY_LIST,
              MODELS.index(index).key("name"),
              shown() + " is the only model, and a catalog needs at least one",
              "add another model first"));
    }
    return found;
  }

  private List<Diagnostic> keysThatNameIt(CatalogDocument document) {
    ApiKeys apiKeys = document.catalog().apiKeys();
    List<ApiKey> keys = apiKeys == null ? List.of() : apiKeys.keys();
    List<Diagnostic> found = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      List<String> models = names(keys.get(i));
      int at = models.indexOf(request.name());
      if (at >= 0) {
        found.add(
            error(
                document,
                DiagnosticCode.UNKNOWN_MODEL,
                CatalogPath.ROOT.key("api_keys").index(i).key("models").index(at),
                "the key " + Visible.quote(keys.get(i).id().value()) + " may use " + shown(),
                "take it out of the key's models first"));
      }
    }
    return found;
  }

  private static List<String> names(ApiKey key) {
    List<ModelName> models = key.models();
    return models == null ? List.of() : models.stream().map(ModelName::value).toList();
  }

  private Diagnostic fallback(CatalogDocument document, String key, String why) {
    return error(
        document,
        DiagnosticCode.UNKNOWN_MODEL,
        GATEWAY.key(key),
        why + shown(),
        "set " + key + " to \"reject\" or to another model first");
  }

  private boolean isIt(@Nullable ModelName name) {
    return name != null && name.value().equals(request.name());
  }

  private String shown() {
    return Visible.quote(request.name());
  }

  private static Diagnostic error(
      CatalogDocument document,
      DiagnosticCode code,
      @Nullable CatalogPath path,
      String message,
      String hint) {
    return new Diagnostic(
        code,
        Severity.ERROR,
        path == null ? CatalogPath.ROOT : path,
        path == null ? null : document.locate(path).orElse(null),
        message,
        hint);
  }
}
