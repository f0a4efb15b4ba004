package dev.vllmnginx.catalog.read;

import dev.vllmnginx.catalog.ApiKeys;
import dev.vllmnginx.catalog.FilePath;
import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.Checked;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Visible;
import dev.vllmnginx.yaml.Node;
import dev.vllmnginx.yaml.SourceText;
import dev.vllmnginx.yaml.YamlReader;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code api_keys}: a list, or {@code {file: …}} and the list in that file. */
final class KeyFileReader implements ValueReader<ApiKeys> {
  private static final String EXAMPLE = "api_keys: {file: keys.yaml}";

  private final Companions companions;
  private String file = "";
  private @Nullable Part part;
  private List<Diagnostic> unreadable = List.of();

  KeyFileReader(Companions companions) {
    this.companions = companions;
  }

  /** The file of keys, if there is one and it could be read. */
  @Nullable Part part() {
    return part;
  }

  /** What is wrong in the file of keys. */
  List<Diagnostic> diagnostics() {
    return part == null ? unreadable : part.findings().sorted();
  }

  @Nullable KeyDocument document() {
    return part == null ? null : new KeyDocument(file, part.source(), part.root());
  }

  @Override
  public @Nullable ApiKeys read(Node node, CatalogPath path, Reading reading) {
    return node instanceof Node.Mapping
        ? Values.mapping(EXAMPLE, fields -> named(fields, reading)).read(node, path, reading)
        : KeyFields.KEYS.read(node, path, reading);
  }

  private @Nullable ApiKeys named(Fields fields, Reading reading) {
    return fields.required(
        "file",
        "file: keys.yaml",
        (node, place, same) -> {
          String name = Values.string(FilePath::parseKeyList).read(node, place, same);
          return name == null ? null : keys(name, node, place, reading);
        });
  }

  private @Nullable ApiKeys keys(String name, Node node, CatalogPath place, Reading reading) {
    Optional<Checked<SourceText>> read = companions.read(name);
    if (read.isEmpty()) {
      reading.error(
          DiagnosticCode.UNREADABLE_FILE,
          place,
          node,
          "the file " + Visible.quote(name) + " does not exist",
          "make one without keys: printf 'version: 1\\napi_keys: []\\n' > " + name);
      return null;
    }
    SourceText source = read.get().value();
    if (source == null) {
      unreadable = read.get().diagnostics();
      return null;
    }
    Checked<Node> yaml = YamlReader.read(source);
    Node root = yaml.value();
    if (root == null) {
      unreadable = yaml.diagnostics();
      return null;
    }
    file = name;
    part = Part.of(source, root);
    return Values.mapping("version: 1 and api_keys:", KeyFileReader::content)
        .read(root, CatalogPath.ROOT, part.reading());
  }

  private static @Nullable ApiKeys content(Fields fields) {
    fields.required("version", "version: 1", CatalogReader.VERSION);
    return fields.required("api_keys", "api_keys: []", KeyFileReader::list);
  }

  private static @Nullable ApiKeys list(Node node, CatalogPath path, Reading reading) {
    if (node instanceof Node.Mapping) {
      reading.error(
          DiagnosticCode.WRONG_TYPE,
          path,
          node,
          "a file of keys holds them itself and names no other",
          "write the list of keys here");
      return null;
    }
    return KeyFields.KEYS.read(node, path, reading);
  }
}
