package dev.vllmnginx.yaml;

import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Visible;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;
import tools.jackson.dataformat.yaml.YAMLParser;

/** Builds the tree of one document from the library's tokens. */
final class NodeBuilder {
  /** A catalog nests six levels deep; much more is a mistake or an attack. */
  static final int MAX_DEPTH = 32;

  /** About 20 nodes per model: room for 25,000 models. */
  static final int MAX_NODES = 500_000;

  /** After so many findings the rest of the text is not read. */
  static final int MAX_PROBLEMS = 20;

  /** Stops the reading; the reason has been reported. */
  static final class LimitReached extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private LimitReached() {
      super(null, null, false, false);
    }
  }

  private final YAMLParser parser;
  private final String text;
  private final YamlReader.Problems problems;
  private int nodes;

  NodeBuilder(YAMLParser parser, String text, YamlReader.Problems problems) {
    this.parser = parser;
    this.text = text;
    this.problems = problems;
  }

  /** Reads the document to its end; null when there is none. */
  @Nullable Node document() {
    JsonToken first = parser.nextToken();
    checkHead(first == null ? text.length() : lastOffset());
    if (first == null) {
      problems.add(
          DiagnosticCode.YAML_SYNTAX,
          0,
          0,
          "the catalog is empty",
          "begin with \"version: 1\"; vllm-nginx init writes a first catalog");
      return null;
    }
    Node root = node(first, 0, false);
    if (parser.nextToken() != null) {
      int marker = Math.max(0, text.lastIndexOf("\n---", lastOffset()) + 1);
      problems.add(
          DiagnosticCode.YAML_FEATURE,
          marker,
          marker + 3,
          "a second YAML document begins",
          "keep one catalog per file");
    }
    return root;
  }

  /** The char offset at which the current token begins; 0 before the first one. */
  int lastOffset() {
    long codePoint = parser.currentTokenLocation().getCharOffset();
    return codePoint < 0 ? 0 : problems.index().toChar((int) codePoint);
  }

  /** Directives stand in front of the document and leave no token. */
  private void checkHead(int end) {
    int lineStart = 0;
    while (lineStart < end) {
      int lineEnd = text.indexOf('\n', lineStart);
      lineEnd = lineEnd < 0 ? text.length() : lineEnd;
      if (text.charAt(lineStart) == '%') {
        feature(
            lineStart,
            text.substring(lineStart, lineEnd).stripTrailing().length(),
            "a directive",
            "remove the line");
      }
      lineStart = lineEnd + 1;
    }
  }

  private Node node(JsonToken token, int depth, boolean insideFlow) {
    int start = lastOffset();
    count(start, depth);
    checkProperties(start);
    return switch (token) {
      case START_OBJECT -> mapping(start, depth, insideFlow);
      case START_ARRAY -> sequence(start, depth);
      default -> scalar(start);
    };
  }

  private void count(int start, int depth) {
    if (depth > MAX_DEPTH) {
      limit(start, "nested deeper than " + MAX_DEPTH + " levels");
    }
    if (++nodes > MAX_NODES) {
      limit(start, "more than " + MAX_NODES + " values");
    }
    if (problems.count() >= MAX_PROBLEMS) {
      limit(start, "more than " + MAX_PROBLEMS + " mistakes: the rest of the file was not read");
    }
  }

  private void limit(int offset, String message) {
    problems.add(DiagnosticCode.YAML_LIMIT, offset, offset, message, null);
    throw new LimitReached();
  }

  /** Anchors, tags and aliases begin the token that they belong to. */
  private void checkProperties(int start) {
    switch (charAt(start)) {
      case '&' ->
          property(start, "an anchor", "remove it, and write the value out where it is used");
      case '*' ->
          property(start, "an alias", "write the value out, or quote it if it begins with *");
      case '!' -> property(start, "a tag", "remove it, or quote the value if it begins with !");
      default -> {}
    }
  }

  private void property(int start, String what, String hint) {
    int end = start;
    while (end < text.length() && " \t\r\n,[]{}".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    feature(start, end - start, what, hint);
  }

  private void feature(int start, int length, String what, String hint) {
    problems.add(
        DiagnosticCode.YAML_FEATURE,
        start,
        start + length,
        what + " is not allowed in a catalog",
        hint);
  }

  private Node.Sequence sequence(int start, int depth) {
    // A tag or anchor hides the bracket; only brackets can be empty.
    boolean flow = charAt(start) == '[';
    List<Node> items = new ArrayList<>();
    JsonToken token = next();
    while (token != JsonToken.END_ARRAY) {
      items.add(node(token, depth + 1, flow));
      token = next();
    }
    Position end =
        flow || items.isEmpty() ? currentEnd() : items.get(items.size() - 1).span().end();
    return new Node.Sequence(items, flow, new Span(at(start), end));
  }

  private Node.Mapping mapping(int start, int depth, boolean insideFlow) {
    boolean flow = charAt(start) == '{';
    if (insideFlow && !flow) {
      problems.add(
          DiagnosticCode.YAML_FEATURE,
          start,
          start,
          "a key inside of brackets is not allowed in a catalog",
          "put braces around the keys and values of the item");
    }
    List<Node.Entry> entries = new ArrayList<>();
    Map<String, Span> seen = new HashMap<>();
    JsonToken token = next();
    while (token != JsonToken.END_OBJECT) {
      Node.Scalar key = key(depth);
      checkKey(key, seen);
      Node value = node(next(), depth + 1, flow);
      entries.add(new Node.Entry(key, value));
      token = next();
    }
    Position end = flow || entries.isEmpty() ? currentEnd() : lastEnd(entries);
    return new Node.Mapping(entries, flow, new Span(at(start), end));
  }

  private Node.Scalar key(int depth) {
    int start = lastOffset();
    count(start, depth);
    if (charAt(start) == '&' || charAt(start) == '*' || charAt(start) == '!') {
      // The first key of a block mapping begins where the mapping does: already reported.
      if (!problems.isLast(start)) {
        checkProperties(start);
      }
    }
    return scalar(start);
  }

  private void checkKey(Node.Scalar key, Map<String, Span> seen) {
    if (key.plain() && key.text().equals("<<")) {
      feature(key.span().start().offset(), 2, "a merge key", "write the values out");
    }
    Span first = seen.putIfAbsent(key.text(), key.span());
    if (first != null) {
      problems.add(
          DiagnosticCode.DUPLICATE_KEY,
          key.span(),
          "the key " + Visible.quote(key.text()) + " stands twice in this mapping",
          "it is already on line " + first.start().line() + ": keep one of the two");
    }
  }

  private Node.Scalar scalar(int start) {
    String value = parser.getString();
    char first = charAt(start);
    int end = end(start);
    boolean quoted = end > start && (first == '"' || first == '\'');
    boolean block = end > start && (first == '|' || first == '>');
    if (block) {
      while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
        end--;
      }
    }
    return new Node.Scalar(
        value == null ? "" : value, !quoted && !block, new Span(at(start), at(end)));
  }

  private Position currentEnd() {
    return at(end(0));
  }

  private int end(int atLeast) {
    long codePoint = parser.currentLocation().getCharOffset();
    return Math.max(atLeast, problems.index().toChar((int) Math.max(0, codePoint)));
  }

  private static Position lastEnd(List<Node.Entry> entries) {
    Node.Entry last = entries.get(entries.size() - 1);
    Position ofKey = last.key().span().end();
    Position ofValue = last.value().span().end();
    return ofValue.offset() < ofKey.offset() ? ofKey : ofValue;
  }

  private JsonToken next() {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw new IllegalStateException("the library ended a document inside of a collection");
    }
    return token;
  }

  private Position at(int offset) {
    return problems.index().atChar(offset);
  }

  private char charAt(int offset) {
    return offset < text.length() ? text.charAt(offset) : '\0';
  }
}
