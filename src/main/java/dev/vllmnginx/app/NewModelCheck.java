package dev.vllmnginx.app;

import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.ModelName;
import dev.vllmnginx.catalog.ServerAddress;
import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.catalog.read.CatalogReader;
import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Severity;
import dev.vllmnginx.diagnostics.Visible;
import dev.vllmnginx.edit.CatalogEditor;
import dev.vllmnginx.edit.NewModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is wrong with a new model by itself, and with its names in a catalog. */
final class NewModelCheck {
  private static final String ALONE = "models[0]";

  /** These speak of other lines, or depend on the catalog's own listeners. */
  private static final Set<DiagnosticCode> JUDGED_ELSEWHERE =
      Set.of(
          DiagnosticCode.GATEWAY_LOOP,
          DiagnosticCode.DUPLICATE_NAME,
          DiagnosticCode.DUPLICATE_SERVER);

  private final NewModel model;
  private final @Nullable CatalogDocument catalog;

  /**
   * @param catalog null when it has no model yet
   */
  NewModelCheck(NewModel model, @Nullable CatalogDocument catalog) {
    this.model = model;
    this.catalog = catalog;
  }

  /** All errors; the values follow the same grammar as in a file. */
  List<Diagnostic> run() {
    List<Diagnostic> found = new ArrayList<>();
    for (Diagnostic diagnostic : CatalogReader.read(CatalogEditor.alone(model)).diagnostics()) {
      if (diagnostic.isError()
          && diagnostic.path().value().startsWith(ALONE)
          && !JUDGED_ELSEWHERE.contains(diagnostic.code())) {
        found.add(inPlace(diagnostic));
      }
    }
    findRepeated(found);
    taken().forEach(found::add);
    return found;
  }

  private CatalogPath place() {
    int index = catalog == null ? 0 : catalog.catalog().models().size();
    return CatalogPath.ROOT.key("models").index(index);
  }

  private Diagnostic inPlace(Diagnostic diagnostic) {
    String rest = diagnostic.path().value().substring(ALONE.length());
    return new Diagnostic(
        diagnostic.code(),
        diagnostic.severity(),
        new CatalogPath(place().value() + rest),
        null,
        diagnostic.message(),
        // It is about YAML's quotes, and there are none on a command line.
        diagnostic.code() == DiagnosticCode.WRONG_TYPE ? null : diagnostic.hint());
  }

  private Stream<String> names() {
    return Stream.concat(Stream.of(model.name()), model.aliases().stream());
  }

  private void findRepeated(List<Diagnostic> found) {
    repeated(names())
        .map(
            name ->
                repeated(
                    DiagnosticCode.DUPLICATE_NAME,
                    Visible.quote(name) + " is given twice",
                    "a model's name and its aliases are all different"))
        .forEach(found::add);
    repeated(model.servers().stream().map(NewModelCheck::address))
        .map(
            address ->
                repeated(
                    DiagnosticCode.DUPLICATE_SERVER,
                    "the server " + Visible.quote(address) + " is given twice",
                    "raise --weight to give a server more requests"))
        .forEach(found::add);
  }

  /** As the catalog compares it, which is not case-sensitive in host names. */
  private static String address(NewModel.NewServer server) {
    return ServerAddress.canonical(server.address());
  }

  private static Stream<String> repeated(Stream<String> words) {
    Set<String> seen = new HashSet<>();
    return words.filter(word -> !seen.add(word)).distinct();
  }

  private Diagnostic repeated(DiagnosticCode code, String message, String hint) {
    return new Diagnostic(code, Severity.ERROR, place(), null, message, hint);
  }

  private Stream<Diagnostic> taken() {
    CatalogDocument document = catalog;
    if (document == null) {
      return Stream.of();
    }
    Set<String> wanted = new HashSet<>(names().toList());
    List<Diagnostic> found = new ArrayList<>();
    List<Model> models = document.catalog().models();
    for (int i = 0; i < models.size(); i++) {
      Model present = models.get(i);
      CatalogPath path = CatalogPath.ROOT.key("models").index(i);
      if (wanted.contains(present.name().value())) {
        found.add(taken(document, path.key("name"), present.name(), "the name of a model"));
      }
      for (int j = 0; j < present.aliases().size(); j++) {
        ModelName alias = present.aliases().get(j);
        if (wanted.contains(alias.value())) {
          String owner = "an alias of the model " + Visible.quote(present.name().value());
          found.add(taken(document, path.key("aliases").index(j), alias, owner));
        }
      }
    }
    return found.stream();
  }

  private static Diagnostic taken(
      CatalogDocument document, CatalogPath path, ModelName name, String what) {
    return new Diagnostic(
        DiagnosticCode.DUPLICATE_NAME,
        Severity.ERROR,
        path,
        document.locate(path).orElse(null),
        Visible.quote(name.value()) + " is already " + what,
        "choose another name, or change the model that is there");
  }
}
