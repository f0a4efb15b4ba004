package dev.vllmnginx.render;

import java.io.StringWriter;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** A JavaScript module that is one JSON literal. */
final class JsonModule {
  private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");

  private JsonModule() {}

  /** The module that exports what {@code content} writes. */
  static String of(Consumer<JsonGenerator> content) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(new ReadableJson(), out)) {
      content.accept(json);
    }
    return "export default " + out + ";\n";
  }

  /** One value a line, so that a change of the catalog is a small difference here. */
  private static final class ReadableJson extends ObjectWriteContext.Base {
    @Override
    public boolean hasPrettyPrinter() {
      return true;
    }

    @Override
    public PrettyPrinter getPrettyPrinter() {
      return new DefaultPrettyPrinter().withObjectIndenter(INDENT).withArrayIndenter(INDENT);
    }
  }
}
