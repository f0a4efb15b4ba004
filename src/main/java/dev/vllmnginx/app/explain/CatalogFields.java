package dev.vllmnginx.app.explain;

import dev.vllmnginx.app.CatalogSchema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The places of a catalog, read from its JSON Schema, which is the only list of them. */
final class CatalogFields {
  private static final Pattern PATH =
      Pattern.compile("[A-Za-z0-9_]+(?:\\[[0-9]*])*(?:\\.[A-Za-z0-9_]+(?:\\[[0-9]*])*)*");

  /** Java matches long repetitions by recursion, so a longer text is not looked at. */
  private static final int LONGEST = 200;

  private static final Pattern STEP = Pattern.compile("\\[[0-9]*]|[A-Za-z0-9_]+");

  /** The word by which a description says what nginx calls it: {@code (max_fails)}. */
  private static final Pattern DIRECTIVE =
      Pattern.compile("\\(([a-z][a-z_]*(?: … [a-z]+| in [a-z]+)?)\\)");

  /** Where a path leads. */
  private record Place(List<String> steps, SchemaNode node, boolean required) {
    Place step(String step, SchemaNode next, boolean isRequired) {
      List<String> all = new ArrayList<>(steps);
      all.add(step);
      return new Place(all, next, isRequired);
    }

    /** In a list it is the item that has keys. */
    @Nullable Place key(String name) {
      SchemaNode next = node.keys().get(name);
      if (next != null) {
        return step(name, next, node.requires(name));
      }
      Place item = item();
      return item == null ? null : item.key(name);
    }

    @Nullable Place item() {
      return node.items().map(items -> step("[]", items, false)).orElse(null);
    }

    String path() {
      return String.join(".", steps).replace(".[]", "[]");
    }
  }

  private final Place root;

  private CatalogFields(SchemaNode root) {
    this.root = new Place(List.of(), root, true);
  }

  static CatalogFields load() {
    JsonNode schema = JsonMapper.shared().readTree(CatalogSchema.text());
    return new CatalogFields(SchemaNode.root(schema));
  }

  /** The path as people write it who leave lists out. */
  static String withoutBrackets(String path) {
    return path.replaceAll("\\[[0-9]*]", "");
  }

  /** The keys of the catalog itself. */
  List<Field.Key> keys() {
    return keys(root);
  }

  /** The paths of all keys, without brackets, in the order of the schema. */
  List<String> paths() {
    Set<String> paths = new LinkedHashSet<>();
    collect(root, paths);
    return List.copyOf(paths);
  }

  private static void collect(Place place, Set<String> paths) {
    for (Field.Key key : keys(place)) {
      paths.add(withoutBrackets(key.path()));
      Place below = place.key(key.name());
      if (below != null) {
        collect(below, paths);
      }
    }
  }

  /**
   * What stands at a path.
   *
   * @param path brackets after a list may have an index, be empty, or be left out
   */
  Optional<Field> find(String path) {
    if (path.length() > LONGEST || !PATH.matcher(path).matches()) {
      return Optional.empty();
    }
    Place place = root;
    Matcher steps = STEP.matcher(path);
    while (place != null && steps.find()) {
      String step = steps.group();
      place = step.startsWith("[") ? place.item() : place.key(step);
    }
    return Optional.ofNullable(place).map(CatalogFields::field);
  }

  private static Field field(Place place) {
    SchemaNode node = place.node();
    Matcher directive = DIRECTIVE.matcher(node.description());
    return new Field(
        place.path(),
        node.description(),
        place.required(),
        node.type(),
        node.values(),
        node.number("minimum"),
        node.number("maximum"),
        node.text("pattern"),
        node.standard().map(YamlExample::value).orElse(null),
        node.example().map(value -> YamlExample.at(place.steps(), value)).orElse(null),
        directive.find() ? directive.group(1) : null,
        keys(place));
  }

  private static List<Field.Key> keys(Place place) {
    List<Field.Key> keys = new ArrayList<>();
    for (Place holder = place; holder != null; holder = holder.item()) {
      for (String name : holder.node().keys().keySet()) {
        Place below = holder.key(name);
        if (below != null) {
          keys.add(new Field.Key(name, below.path(), below.required(), below.node().description()));
        }
      }
    }
    return keys;
  }
}
