package dev.vllmnginx.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.diagnostics.Checked;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {
  private static Checked<Node> read(String text) {
    return YamlReader.read(new SourceText("f.yaml", text));
  }

  private static Node.Mapping mapping(String text) {
    return (Node.Mapping) read(text).orThrow();
  }

  private static Node value(Node parent, String key) {
    return ((Node.Mapping) parent).find(key).orElseThrow().value();
  }

  private static String slice(String text, Node node) {
    return text.substring(node.span().start().offset(), node.span().end().offset());
  }

  @Test
  void collectionsEndWhereTheirLastContentEnds() {
    String text =
        """
        a:
          - b: 1 # one

          - c: "two"   # two
        # three

        d: [x, {y: z} ] # four
        e: {f:  g}

        # the end
        """;

    Node.Mapping root = mapping(text);

    assertThat(slice(text, value(root, "a"))).isEqualTo("- b: 1 # one\n\n  - c: \"two\"");
    assertThat(slice(text, ((Node.Sequence) value(root, "a")).items().get(0))).isEqualTo("b: 1");
    assertThat(slice(text, value(root, "d"))).isEqualTo("[x, {y: z} ]");
    assertThat(slice(text, value(root, "e"))).isEqualTo("{f:  g}");
    assertThat(slice(text, root)).startsWith("a:").endsWith("e: {f:  g}");
  }

  @Test
  void knowsFlowFromBlockAndPlainFromQuoted() {
    Node.Mapping root = mapping("a: [1]\nb:\n- 2\nc: {d: 'e'}\nf: \"g\"\nh: |\n  i\n");

    assertThat(root.flow()).isFalse();
    assertThat(((Node.Sequence) value(root, "a")).flow()).isTrue();
    assertThat(((Node.Sequence) value(root, "b")).flow()).isFalse();
    assertThat(((Node.Mapping) value(root, "c")).flow()).isTrue();
    assertThat(((Node.Scalar) value(value(root, "c"), "d")).plain()).isFalse();
    assertThat(((Node.Scalar) value(root, "f")).plain()).isFalse();
    assertThat(((Node.Scalar) value(root, "h"))).extracting(Node.Scalar::plain).isEqualTo(false);
    assertThat(root.entries().get(0).key().plain()).isTrue();
  }

  @Test
  void omittedValuesAreEmptyAndStandBehindTheirColon() {
    String text = "a:\nb:   # nothing\nc:\n  - \n";

    Node.Mapping root = mapping(text);

    assertThat(value(root, "a"))
        .isEqualTo(
            new Node.Scalar("", true, new Span(new Position(1, 3, 2), new Position(1, 3, 2))));
    assertThat(slice(text, value(root, "b"))).isEmpty();
    assertThat(slice(text, value(root, "c"))).isEqualTo("-");
  }

  @Test
  void offsetsCountCharsAndColumnsCountCodePoints() {
    String text = "a: \"\uD83D\uDE00\" # \uD83D\uDE00\nb: [\"\uD83D\uDE00\", c]\n";

    Node.Sequence list = (Node.Sequence) value(mapping(text), "b");
    Node c = list.items().get(1);

    assertThat(c.span().start()).isEqualTo(new Position(2, 10, text.indexOf("c]")));
    assertThat(slice(text, c)).isEqualTo("c");
    assertThat(slice(text, list)).isEqualTo("[\"\uD83D\uDE00\", c]");
  }

  @Test
  void windowsLineEndsCountOnce() {
    String text = "a: 1\r\nb:\r\n  - c\r\n  - d\r\n\r\n# end\r\n";

    Node.Sequence list = (Node.Sequence) value(mapping(text), "b");

    assertThat(slice(text, list)).isEqualTo("- c\r\n  - d");
    assertThat(list.items().get(1).span().start()).isEqualTo(new Position(4, 5, 21));
  }

  @Test
  void blockScalarsEndWithTheirLastLine() {
    String text = "a: |\n  x\n\n  y\n\n\n# comment\nb: 1\n";

    assertThat(slice(text, value(mapping(text), "a"))).isEqualTo("|\n  x\n\n  y");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: 1\u0007\n",
        "a: \u001b[31m\n",
        "a: \u0000\n",
        "a: 1\u0085\u0080\n",
        "a: \ufeff1\n",
        "a: \ufffe\n",
        "# \u0001\n",
        "a: \ud800\n"
      })
  void charactersThatYamlForbidsAreNamedWithTheirPlace(String text) {
    List<Diagnostic> found = read(text).diagnostics();

    assertThat(found).hasSize(1);
    assertThat(found.get(0).code()).isEqualTo(DiagnosticCode.YAML_SYNTAX);
    assertThat(found.get(0).message())
        .matches("the character \\\\u[0-9a-f]{4} is not allowed in YAML");
  }

  @Test
  void anotherLibrarysAliasesAreNoStrings() {
    assertThat(read("a: &x 1\nb: *x\n").diagnostics())
        .extracting(Diagnostic::code)
        .containsExactly(DiagnosticCode.YAML_FEATURE, DiagnosticCode.YAML_FEATURE);
    assertThat(((Node.Scalar) value(mapping("b: '*x'\n"), "b")).text()).isEqualTo("*x");
  }

  @Test
  void depthIsLimited() {
    assertThat(
            read("[".repeat(NodeBuilder.MAX_DEPTH) + "]".repeat(NodeBuilder.MAX_DEPTH)).isValid())
        .isTrue();
    for (String text :
        List.of("[".repeat(100_000), "a: " + "{b: ".repeat(100_000), "- ".repeat(100_000))) {
      assertThat(read(text).diagnostics())
          .extracting(Diagnostic::code)
          .containsExactly(DiagnosticCode.YAML_LIMIT);
    }
  }

  @Test
  void theNumberOfValuesIsLimited() {
    assertThat(read("[" + "1,".repeat(NodeBuilder.MAX_NODES) + "]").diagnostics())
        .extracting(Diagnostic::code)
        .containsExactly(DiagnosticCode.YAML_LIMIT);
  }

  @Test
  void textsOfTheLargestSizeAreReadInLinearTime() {
    int size = SourceReader.MAX_BYTES - 16;
    List<String> texts =
        List.of(
            "a: " + "x".repeat(size),
            "a: \"" + "x".repeat(size) + "\"",
            "a: '" + "x '' ".repeat(size / 5) + "'",
            "a: " + "x ".repeat(size / 2),
            "a: |\n" + " x\n".repeat(size / 3),
            "#" + "x".repeat(size),
            "\n".repeat(size),
            " ".repeat(size),
            "x".repeat(size) + ": 1",
            "? " + "x".repeat(size),
            "[" + "a,".repeat(400_000) + "]",
            "[" + "\"\uD83D\uDE00\",".repeat(400_000) + "]",
            "a: *" + "x".repeat(size),
            "a: !" + "x".repeat(size),
            "a: \"" + "\\x41".repeat(size / 4) + "\"");
    for (String text : texts) {
      Instant start = Instant.now();

      read(text);

      assertThat(Duration.between(start, Instant.now()))
          .as(text.substring(0, 20))
          .isLessThan(Duration.ofSeconds(5));
    }
  }
}
