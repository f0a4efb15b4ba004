package dev.vllmnginx.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.RandomCatalogs;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What the spans promise to whoever splices text at them, on random catalogs with random layout.
 */
class YamlReaderProperties {
  @Test
  void theTextOfANodeIsTheNodeAndNothingElse() {
    long seed = new Random().nextLong();
    for (int i = 0; i < 300; i++) {
      Random random = new Random(seed + i);
      String text = scatter(RandomCatalogs.yaml(random.nextLong(), random.nextLong()), random);
      Node root = YamlReader.read(new SourceText("f", text)).orThrow();

      check(root, text, "seed " + (seed + i) + ":\n" + text);
    }
  }

  /** Comments, empty lines, trailing spaces, characters of two chars, Windows line ends. */
  private static String scatter(String yaml, Random random) {
    StringBuilder out = new StringBuilder();
    String lineEnd = random.nextBoolean() ? "\n" : "\r\n";
    for (String line : yaml.split("\n", -1)) {
      switch (random.nextInt(6)) {
        case 0 -> out.append("# \uD83D\uDE00 key: [").append(lineEnd);
        case 1 -> out.append("   ").append(lineEnd);
        default -> {}
      }
      out.append(line);
      switch (random.nextInt(6)) {
        case 0 -> out.append(line.isEmpty() ? "" : " ").append("# \uD83D\uDE00 }");
        case 1 -> out.append("  ");
        default -> {}
      }
      out.append(lineEnd);
    }
    return out.toString();
  }

  private static void check(Node node, String text, String context) {
    Span span = node.span();
    String own = text.substring(span.start().offset(), span.end().offset());
    assertThat(own.strip()).as(context).isEqualTo(own);
    checkPosition(span.start(), text, context);
    checkPosition(span.end(), text, context);

    // Alone, with its first line indented as it was, it reads as the same value.
    String alone = " ".repeat(span.start().column() - 1) + own;
    Node again = YamlReader.read(new SourceText("f", alone)).orThrow();
    assertThat(value(again)).as(context).isEqualTo(value(node));

    if (node instanceof Node.Mapping mapping) {
      for (Node.Entry entry : mapping.entries()) {
        checkInside(entry.key(), node, context);
        checkInside(entry.value(), node, context);
        check(entry.value(), text, context);
      }
    } else if (node instanceof Node.Sequence sequence) {
      for (Node item : sequence.items()) {
        checkInside(item, node, context);
        check(item, text, context);
      }
    }
  }

  private static void checkInside(Node child, Node parent, String context) {
    assertThat(child.span().start().offset())
        .as(context)
        .isGreaterThanOrEqualTo(parent.span().start().offset());
    assertThat(child.span().end().offset())
        .as(context)
        .isLessThanOrEqualTo(parent.span().end().offset());
  }

  private static void checkPosition(Position position, String text, String context) {
    String before = text.substring(0, position.offset());
    int lineStart = before.lastIndexOf('\n') + 1;
    assertThat(position.line())
        .as(context)
        .isEqualTo((int) before.chars().filter(c -> c == '\n').count() + 1);
    assertThat(position.column())
        .as(context)
        .isEqualTo(before.codePointCount(lineStart, before.length()) + 1);
  }

  /** The node without its places. */
  private static Object value(Node node) {
    if (node instanceof Node.Mapping mapping) {
      return mapping.entries().stream()
          .map(entry -> List.of(entry.key().text(), value(entry.value())))
          .toList();
    }
    if (node instanceof Node.Sequence sequence) {
      return sequence.items().stream().map(YamlReaderProperties::value).toList();
    }
    return ((Node.Scalar) node).text();
  }
}
