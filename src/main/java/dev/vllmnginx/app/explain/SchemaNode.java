package dev.vllmnginx.app.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A part of the schema together with what it refers to: {@code $ref}, {@code allOf}, and both ways
 * of an {@code if}. What it says itself comes first.
 */
final class SchemaNode {
  private final ObjectNode all;
  private final JsonNode definitions;

  private SchemaNode(JsonNode part, JsonNode definitions) {
    this.all = whole(part, definitions);
    this.definitions = definitions;
  }

  static SchemaNode root(JsonNode schema) {
    return new SchemaNode(schema, schema.path("definitions"));
  }

  private static ObjectNode whole(JsonNode part, JsonNode definitions) {
    ObjectNode all = (ObjectNode) part.deepCopy();
    String reference = part.path("$ref").stringValue("");
    if (!reference.isEmpty()) {
      String name = reference.substring(reference.lastIndexOf('/') + 1);
      merge(all, whole(definitions.path(name), definitions));
    }
    part.path("allOf").forEach(other -> merge(all, whole(other, definitions)));
    for (String way : List.of("then", "else")) {
      if (part.has(way)) {
        ObjectNode other = whole(part.path(way), definitions);
        // What only one way requires is not required.
        other.remove("required");
        merge(all, other);
      }
    }
    return all;
  }

  private static void merge(ObjectNode all, ObjectNode other) {
    for (Map.Entry<String, JsonNode> member : other.properties()) {
      JsonNode own = all.get(member.getKey());
      if (own == null) {
        all.set(member.getKey(), member.getValue());
      } else if (member.getKey().equals("properties")) {
        merge((ObjectNode) own, (ObjectNode) member.getValue());
      }
    }
  }

  /** What a mapping is made of, in the order of the schema. */
  Map<String, SchemaNode> keys() {
    Map<String, SchemaNode> keys = new LinkedHashMap<>();
    all.path("properties")
        .properties()
        .forEach(key -> keys.put(key.getKey(), new SchemaNode(key.getValue(), definitions)));
    return keys;
  }

  boolean requires(String key) {
    return all.path("required").valueStream().anyMatch(name -> name.stringValue("").equals(key));
  }

  /** What each item of a list is. */
  Optional<SchemaNode> items() {
    JsonNode items = all.get("items");
    return items == null ? Optional.empty() : Optional.of(new SchemaNode(items, definitions));
  }

  String description() {
    return all.path("description").stringValue("");
  }

  @Nullable String text(String keyword) {
    return all.path(keyword).stringValue(null);
  }

  @Nullable Long number(String keyword) {
    for (JsonNode way : ways()) {
      if (way.path(keyword).isIntegralNumber()) {
        return way.path(keyword).longValue();
      }
    }
    return null;
  }

  /** All values that it, or an item of it, may have; empty where it is not a choice. */
  List<String> values() {
    if (all.has("const")) {
      return List.of(all.path("const").asString());
    }
    List<String> values = all.path("enum").valueStream().map(JsonNode::asString).toList();
    return values.isEmpty() ? items().map(SchemaNode::values).orElse(List.of()) : values;
  }

  Optional<JsonNode> standard() {
    return Optional.ofNullable(all.get("default"));
  }

  /** A value that it can have; none for a mapping, whose keys have their own. */
  Optional<JsonNode> example() {
    JsonNode given = all.path("examples").path(0);
    if (!given.isMissingNode()) {
      return Optional.of(given);
    }
    if (all.path("type").stringValue("").equals("boolean")) {
      boolean usual = all.path("default").booleanValue(false);
      return Optional.of(JsonNodeFactory.instance.booleanNode(!usual));
    }
    Optional<SchemaNode> items = items();
    if (items.isPresent()) {
      return items
          .get()
          .example()
          .map(item -> JsonNodeFactory.instance.arrayNode().add(item))
          .map(JsonNode.class::cast);
    }
    JsonNode choice = all.path("enum").path(0);
    return choice.isMissingNode() ? standard() : Optional.of(choice);
  }

  /** In words, for example {@code list of strings}. */
  String type() {
    return type(false);
  }

  private String type(boolean plural) {
    Set<String> words = new LinkedHashSet<>();
    for (JsonNode way : ways()) {
      for (String name : names(way)) {
        words.add(word(name, plural));
      }
    }
    if (all.has("items") && all.has("properties")) {
      words.add(word("object", plural));
    }
    return String.join(" or ", words);
  }

  private List<JsonNode> ways() {
    List<JsonNode> ways = all.path("anyOf").valueStream().toList();
    boolean typed = ways.stream().anyMatch(way -> way.has("type"));
    return typed ? ways : List.of(all);
  }

  private static List<String> names(JsonNode way) {
    JsonNode type = way.path("type");
    if (type.isArray()) {
      return type.valueStream().map(JsonNode::asString).toList();
    }
    return new ArrayList<>(List.of(type.stringValue("string")));
  }

  private String word(String name, boolean plural) {
    return switch (name) {
      case "object" -> plural ? "mappings" : "mapping";
      case "integer" -> plural ? "whole numbers" : "whole number";
      case "boolean" -> "true or false";
      case "array" -> (plural ? "lists of " : "list of ") + items().orElseThrow().type(true);
      default -> plural ? "strings" : "string";
    };
  }
}
