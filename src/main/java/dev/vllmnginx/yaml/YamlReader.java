package dev.vllmnginx.yaml;

import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.Checked;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Location;
import dev.vllmnginx.diagnostics.Severity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;
import tools.jackson.core.JacksonException;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads the plain part of YAML that a catalog needs: one document of mappings, lists and scalars.
 * Whatever would make the meaning of a line depend on another place or on a library (anchors,
 * aliases, tags, merge keys, directives, further documents, repeated keys) is a diagnostic.
 */
public final class YamlReader {
  private YamlReader() {}

  /** The root node of the only document, or all that is wrong with the text. */
  public static Checked<Node> read(SourceText source) {
    Problems problems = new Problems(source, new TextIndex(source.text()));
    Characters.check(source.text(), problems);
    Node root = problems.isEmpty() ? parse(source.text(), problems) : null;
    List<Diagnostic> found = problems.sorted();
    return new Checked<>(found.isEmpty() ? root : null, found);
  }

  private static @Nullable Node parse(String text, Problems problems) {
    // The buffer holds the whole text: the library otherwise copies a long value once per chunk.
    LoadSettings settings =
        LoadSettings.builder()
            .setSchema(new FailsafeSchema())
            .setAllowDuplicateKeys(true)
            .setBufferSize(Math.max(1, text.length()))
            .setCodePointLimit(Integer.MAX_VALUE)
            .build();
    YAMLFactory factory = YAMLFactory.builder().loadSettings(settings).build();
    try (YAMLParser parser = (YAMLParser) factory.createParser(ObjectReadContext.empty(), text)) {
      NodeBuilder builder = new NodeBuilder(parser, text, problems);
      try {
        return builder.document();
      } catch (NodeBuilder.LimitReached e) {
        return null;
      } catch (JacksonException e) {
        SyntaxErrors.report(e, builder.lastOffset(), text, problems);
        return null;
      }
    }
  }

  /** What was found so far. */
  static final class Problems {
    private final SourceText source;
    private final TextIndex index;
    private final List<Diagnostic> found = new ArrayList<>();

    private Problems(SourceText source, TextIndex index) {
      this.source = source;
      this.index = index;
    }

    TextIndex index() {
      return index;
    }

    boolean isEmpty() {
      return found.isEmpty();
    }

    int count() {
      return found.size();
    }

    /** Whether the last finding begins at this char offset. */
    boolean isLast(int offset) {
      Position place = index.atChar(offset);
      Location last = found.isEmpty() ? null : found.get(found.size() - 1).location();
      return last != null && last.line() == place.line() && last.column() == place.column();
    }

    /** Reports the text between two char offsets. */
    void add(DiagnosticCode code, int from, int to, String message, @Nullable String hint) {
      add(code, new Span(index.atChar(from), index.atChar(to)), message, hint);
    }

    void add(DiagnosticCode code, Span span, String message, @Nullable String hint) {
      found.add(
          new Diagnostic(
              code, Severity.ERROR, CatalogPath.ROOT, source.locate(span), message, hint));
    }

    private List<Diagnostic> sorted() {
      found.sort(Diagnostic.BY_PLACE);
      return found;
    }
  }
}
