package dev.vllmnginx.catalog.read;

import dev.vllmnginx.yaml.Node;
import java.math.BigInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What an editor that follows YAML 1.2's core schema sees in a catalog. */
final class CoreSchemaJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private CoreSchemaJson() {}

  static JsonNode of(Node node) {
    if (node instanceof Node.Mapping mapping) {
      ObjectNode object = JSON.objectNode();
      mapping.entries().forEach(entry -> object.set(entry.key().text(), of(entry.value())));
      return object;
    }
    if (node instanceof Node.Sequence sequence) {
      ArrayNode array = JSON.arrayNode();
      sequence.items().forEach(item -> array.add(of(item)));
      return array;
    }
    Node.Scalar scalar = (Node.Scalar) node;
    return scalar.plain() ? plain(scalar.text()) : JSON.stringNode(scalar.text());
  }

  private static JsonNode plain(String text) {
    if (text.matches("~|null|Null|NULL|")) {
      return JSON.nullNode();
    }
    if (text.matches("true|True|TRUE|false|False|FALSE")) {
      return JSON.booleanNode(Boolean.parseBoolean(text));
    }
    if (text.matches("[-+]?[0-9]+")) {
      return JSON.numberNode(new BigInteger(text.startsWith("+") ? text.substring(1) : text));
    }
    if (text.matches("0o[0-7]+")) {
      return JSON.numberNode(new BigInteger(text.substring(2), 8));
    }
    if (text.matches("0x[0-9a-fA-F]+")) {
      return JSON.numberNode(new BigInteger(text.substring(2), 16));
    }
    if (text.matches("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?")) {
      return JSON.numberNode(Double.parseDouble(text));
    }
    if (text.matches("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)")) {
      return JSON.numberNode(Double.NaN);
    }
    return JSON.stringNode(text);
  }
}
