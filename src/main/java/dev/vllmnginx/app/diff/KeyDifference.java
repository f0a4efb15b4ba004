package dev.vllmnginx.app.diff;

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
 * What differs between the API keys of two catalogs, key by key; hashes are never shown. What stood
 * in a file of its own is not kept with a release, so nothing can be compared with that.
 */
final class KeyDifference {
  private static final String SUBJECT = "api_keys";
  private static final String HASH = "sha256";

  private final List<Change> changes;

  private KeyDifference(List<Change> changes) {
    this.changes = changes;
  }

  /**
   * Adds the differences.
   *
   * @param before what {@code api_keys} was: a list, or a mapping that names a file
   * @param after what it is
   * @param file the list in the file that {@code after} names; null: there is none
   */
  static void between(
      @Nullable Node before, @Nullable Node after, @Nullable Node file, List<Change> changes) {
    KeyDifference difference = new KeyDifference(changes);
    difference.place(before, after);
    Node now = after instanceof Node.Mapping ? file : after;
    if (!(before instanceof Node.Mapping) && (now != null || after == null)) {
      difference.keys(CatalogDifference.items(before, "id"), CatalogDifference.items(now, "id"));
    }
  }

  /** An empty list lets nobody in, and no list everybody. */
  private void place(@Nullable Node before, @Nullable Node after) {
    if (before == null && after != null) {
      add(Change.Kind.ADDED, SUBJECT, "clients need a key, " + place(after));
    } else if (before != null && after == null) {
      add(Change.Kind.REMOVED, SUBJECT, "clients need no key");
    } else if (before != null && after != null && !place(before).equals(place(after))) {
      add(Change.Kind.CHANGED, SUBJECT, place(before) + " -> " + place(after));
    }
  }

  private static String place(Node keys) {
    return keys instanceof Node.Mapping
        ? "in " + CatalogDifference.shown(CatalogDifference.members(keys).get("file"))
        : "in the catalog";
  }

  private void keys(Map<String, Node> old, Map<String, Node> now) {
    now.forEach(
        (id, key) -> {
          Node known = old.get(id);
          if (known == null) {
            add(Change.Kind.ADDED, "key " + id, summary(CatalogDifference.members(key)));
          } else {
            changed("key " + id, CatalogDifference.members(known), CatalogDifference.members(key));
          }
        });
    old.keySet().stream()
        .filter(id -> !now.containsKey(id))
        .forEach(id -> add(Change.Kind.REMOVED, "key " + id, ""));
    if (!CatalogDifference.common(old, now).equals(CatalogDifference.common(now, old))) {
      add(Change.Kind.CHANGED, SUBJECT, "in another order");
    }
  }

  private void changed(String subject, Map<String, Node> old, Map<String, Node> now) {
    Set<String> settings = new LinkedHashSet<>(now.keySet());
    settings.addAll(old.keySet());
    for (String setting : settings) {
      for (String words : words(setting, old.get(setting), now.get(setting))) {
        add(Change.Kind.CHANGED, subject, words);
      }
    }
  }

  /** What to say of a setting that may have changed; nothing if it says the same. */
  private static List<String> words(String setting, @Nullable Node before, @Nullable Node after) {
    return switch (setting) {
      case HASH -> hashes(before, after);
      case "disabled" ->
          isTrue(before) == isTrue(after)
              ? List.of()
              : List.of(isTrue(after) ? "revoked" : "enabled");
      case "expires" -> either("expires ", expiry(before), expiry(after));
      case "models" -> models(before, after);
      case "previous" -> previous(before, after);
      default -> others(setting, before, after);
    };
  }

  private static List<String> either(String what, String before, String after) {
    return before.equals(after) ? List.of() : List.of(what + before + " -> " + after);
  }

  private static List<String> hashes(@Nullable Node before, @Nullable Node after) {
    Set<String> old = Set.copyOf(texts(before));
    Set<String> now = Set.copyOf(texts(after));
    if (old.equals(now)) {
      return List.of();
    }
    if (now.containsAll(old)) {
      return List.of("hash added");
    }
    return List.of(old.containsAll(now) ? "hash removed" : "hash replaced");
  }

  private static List<String> models(@Nullable Node before, @Nullable Node after) {
    if (!(before instanceof Node.Sequence && after instanceof Node.Sequence)) {
      return either("models ", modelsOf(before), modelsOf(after));
    }
    List<String> old = texts(before);
    List<String> now = texts(after);
    List<String> words = new ArrayList<>();
    now.stream().filter(name -> !old.contains(name)).forEach(name -> words.add("+" + name));
    old.stream().filter(name -> !now.contains(name)).forEach(name -> words.add("-" + name));
    return words.isEmpty() ? List.of() : List.of("models " + String.join(" ", words));
  }

  private static List<String> previous(@Nullable Node before, @Nullable Node after) {
    Map<String, Node> old = CatalogDifference.members(before);
    Map<String, Node> now = CatalogDifference.members(after);
    if (before == null || after == null) {
      return before == after
          ? List.of()
          : List.of(after == null ? "previous key ended" : previousKey(now));
    }
    List<String> words = new ArrayList<>();
    if (!hashes(old.get(HASH), now.get(HASH)).isEmpty()) {
      words.add("previous key: hash replaced");
    }
    if (!CatalogDifference.text(old.get("expires"))
        .equals(CatalogDifference.text(now.get("expires")))) {
      words.add(previousKey(now));
    }
    return words;
  }

  private static String previousKey(Map<String, Node> key) {
    Node expires = key.get("expires");
    return "previous key valid "
        + (expires == null ? "as long as the key" : "until " + CatalogDifference.shown(expires));
  }

  private static List<String> others(String path, @Nullable Node before, @Nullable Node after) {
    if (!(before instanceof Node.Mapping || after instanceof Node.Mapping)) {
      return CatalogDifference.text(before).equals(CatalogDifference.text(after))
          ? List.of()
          : List.of(
              path
                  + " "
                  + CatalogDifference.shown(before)
                  + " -> "
                  + CatalogDifference.shown(after));
    }
    Map<String, Node> old = CatalogDifference.members(before);
    Map<String, Node> now = CatalogDifference.members(after);
    Set<String> keys = new LinkedHashSet<>(now.keySet());
    keys.addAll(old.keySet());
    return keys.stream()
        .flatMap(key -> others(path + "." + key, old.get(key), now.get(key)).stream())
        .toList();
  }

  /** What a new key may do. */
  private static String summary(Map<String, Node> key) {
    Map<String, Node> more = new LinkedHashMap<>(key);
    List.of("id", HASH, "models", "expires", "disabled", "previous").forEach(more::remove);
    List<String> words = new ArrayList<>();
    words.add("models " + modelsOf(key.get("models")));
    words.add("expires " + expiry(key.get("expires")));
    if (isTrue(key.get("disabled"))) {
      words.add("revoked");
    }
    if (key.containsKey("previous")) {
      words.add(previousKey(CatalogDifference.members(key.get("previous"))));
    }
    BiConsumer<String, Node> add =
        (path, value) -> words.add(path + " " + CatalogDifference.shown(value));
    more.forEach((name, value) -> CatalogDifference.leaves(name, value, add));
    return words.stream().collect(Collectors.joining(", "));
  }

  private static String modelsOf(@Nullable Node models) {
    return models == null ? "all" : CatalogDifference.shown(models);
  }

  private static String expiry(@Nullable Node expires) {
    return expires == null ? "never" : CatalogDifference.shown(expires);
  }

  private static boolean isTrue(@Nullable Node node) {
    return CatalogDifference.text(node).equals("true");
  }

  private static List<String> texts(@Nullable Node node) {
    return node instanceof Node.Sequence list
        ? list.items().stream().map(CatalogDifference::text).toList()
        : List.of(CatalogDifference.text(node));
  }

  private void add(Change.Kind kind, String subject, String words) {
    changes.add(new Change(kind, subject, words));
  }
}
