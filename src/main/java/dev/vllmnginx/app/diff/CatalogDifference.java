package dev.vllmnginx.app.diff;

import dev.vllmnginx.diagnostics.Visible;
import dev.vllmnginx.yaml.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two catalogs, in words. Models are told apart by their names and servers by
 * their addresses; how the text is laid out, and in which order keys stand, is no difference.
 */
final class CatalogDifference {
  private static final int LONGEST = 60;

  private final List<Change> changes = new ArrayList<>();

  private CatalogDifference() {}

  /**
   * The differences: settings, API keys, then models, each in the order of the new catalog.
   *
   * @param before null when nothing was live
   * @param keys the API keys of the new catalog, where they stand in a file of their own
   */
  static List<Change> between(@Nullable Node before, Node after, @Nullable Node keys) {
    CatalogDifference difference = new CatalogDifference();
    Map<String, Node> old = members(before);
    Map<String, Node> now = members(after);
    Node oldModels = old.remove("models");
    Node newModels = now.remove("models");
    Node oldKeys = old.remove("api_keys");
    Node newKeys = now.remove("api_keys");
    if (before == null) {
      now.remove("version");
      now.forEach((key, value) -> leaves(key, value, difference::first));
    } else {
      difference.settings("", "", old, now);
    }
    KeyDifference.between(oldKeys, newKeys, keys, difference.changes);
    difference.models(items(oldModels, "name"), items(newModels, "name"));
    return List.copyOf(difference.changes);
  }

  /** A setting of the first catalog of all. */
  private void first(String path, Node value) {
    add(Change.Kind.ADDED, path, shown(value));
  }

  private void models(Map<String, Node> old, Map<String, Node> now) {
    now.forEach(
        (name, model) -> {
          Node known = old.get(name);
          if (known == null) {
            add(
                Change.Kind.ADDED,
                "model " + name,
                text(members(model).get("type")) + servers(model) + limits(model));
          } else {
            model(name, members(known), members(model));
          }
        });
    old.forEach(
        (name, model) -> {
          if (!now.containsKey(name)) {
            add(
                Change.Kind.REMOVED,
                "model " + name,
                text(members(model).get("type")) + servers(model));
          }
        });
    if (!common(old, now).equals(common(now, old))) {
      add(Change.Kind.CHANGED, "models", "in another order");
    }
  }

  private void model(String name, Map<String, Node> old, Map<String, Node> now) {
    Map<String, Node> oldServers = items(old.remove("servers"), "address");
    Map<String, Node> newServers = items(now.remove("servers"), "address");
    settings("model " + name, "", old, now);
    newServers.forEach(
        (address, server) -> {
          String subject = "server " + address + " of model " + name;
          Node known = oldServers.get(address);
          if (known == null) {
            add(Change.Kind.ADDED, subject, "");
          } else {
            settings(subject, "", members(known), members(server));
          }
        });
    oldServers.forEach(
        (address, server) -> {
          if (!newServers.containsKey(address)) {
            add(Change.Kind.REMOVED, "server " + address + " of model " + name, "");
          }
        });
  }

  private void settings(
      String subject, String prefix, Map<String, Node> old, Map<String, Node> now) {
    Set<String> keys = new LinkedHashSet<>(now.keySet());
    keys.addAll(old.keySet());
    for (String key : keys) {
      Node before = old.get(key);
      Node after = now.get(key);
      String path = prefix + key;
      if (before instanceof Node.Mapping || after instanceof Node.Mapping) {
        settings(subject, path + ".", members(before), members(after));
      } else if (!text(before).equals(text(after))) {
        String words = shown(before) + " -> " + shown(after);
        if (subject.isEmpty()) {
          add(Change.Kind.CHANGED, path, words);
        } else {
          add(Change.Kind.CHANGED, subject, path + " " + words);
        }
      }
    }
  }

  private void add(Change.Kind kind, String subject, String words) {
    changes.add(new Change(kind, subject, words));
  }

  static List<String> common(Map<String, Node> names, Map<String, Node> others) {
    return names.keySet().stream().filter(others::containsKey).toList();
  }

  private static String servers(Node model) {
    return items(members(model).get("servers"), "address").keySet().stream()
        .collect(Collectors.joining(", ", " at ", ""));
  }

  private static String limits(Node model) {
    StringBuilder words = new StringBuilder();
    Node limits = members(model).get("limits");
    if (limits != null) {
      leaves(
          "limits",
          limits,
          (path, value) -> words.append(", ").append(path).append(' ').append(shown(value)));
    }
    return words.toString();
  }

  /** All settings of a mapping, and of those in it, by their paths. */
  static void leaves(String path, Node node, BiConsumer<String, Node> each) {
    if (node instanceof Node.Mapping) {
      members(node).forEach((key, value) -> leaves(path + "." + key, value, each));
    } else {
      each.accept(path, node);
    }
  }

  static Map<String, Node> members(@Nullable Node node) {
    Map<String, Node> members = new LinkedHashMap<>();
    if (node instanceof Node.Mapping mapping) {
      mapping.entries().forEach(entry -> members.put(entry.key().text(), entry.value()));
    }
    return members;
  }

  /** The items of a list by what they say under a key. */
  static Map<String, Node> items(@Nullable Node node, String key) {
    Map<String, Node> items = new LinkedHashMap<>();
    if (node instanceof Node.Sequence list) {
      list.items().forEach(item -> items.put(text(members(item).get(key)), item));
    }
    return items;
  }

  static String shown(@Nullable Node node) {
    String text = Visible.escape(text(node));
    if (node == null) {
      return "(default)";
    }
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "\u2026";
  }

  static String text(@Nullable Node node) {
    if (node instanceof Node.Scalar scalar) {
      return scalar.text();
    }
    if (node instanceof Node.Sequence list) {
      return list.items().stream()
          .map(CatalogDifference::text)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    return members(node).entrySet().stream()
        .map(entry -> entry.getKey() + ": " + text(entry.getValue()))
        .collect(Collectors.joining(", "));
  }
}
