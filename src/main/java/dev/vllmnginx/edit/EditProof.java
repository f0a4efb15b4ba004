package dev.vllmnginx.edit;

import dev.vllmnginx.yaml.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Compares a catalog as it was read before an edit with the catalog as it was read afterwards. The
 * answer does not depend on how the edit was made.
 */
final class EditProof {
  private EditProof() {}

  /** Whether the new list is the old list and then the model, and nothing else differs. */
  static boolean isAddition(Node before, Node after, NewModel model) {
    return sameBut("models", before, after, (old, now) -> isLonger(old, now, model));
  }

  private static boolean isLonger(@Nullable Node old, @Nullable Node now, NewModel model) {
    List<Node> first = old == null ? List.of() : Nodes.items(old);
    List<Node> second = now == null ? List.of() : Nodes.items(now);
    return second.size() == first.size() + 1
        && same(first, second.subList(0, first.size()))
        && values(model).equals(values(Nodes.last(second)));
  }

  /** Whether the keys are the old ones and then this one, and nothing else differs. */
  static boolean isKeyAddition(Node before, Node after, NewKey key) {
    return sameBut(
        "api_keys",
        before,
        after,
        (old, now) -> {
          List<Node> first = old == null ? List.of() : Nodes.items(old);
          List<Node> second = now == null ? List.of() : Nodes.items(now);
          return second.size() == first.size() + 1
              && same(first, second.subList(0, first.size()))
              && values(key).equals(values(Nodes.last(second)));
        });
  }

  /** Whether one key says that it is disabled, and nothing else differs. */
  static boolean isKeyDisabled(Node before, Node after, int index) {
    return sameBut(
        "api_keys",
        before,
        after,
        (oldKeys, keys) ->
            sameButItem(
                index,
                oldKeys,
                keys,
                (oldKey, key) ->
                    sameBut("disabled", oldKey, key, (old, now) -> says(now, "true"))));
  }

  /** Whether {@code entry} of one key has the text (null: is gone), and nothing else differs. */
  static boolean isKeyEntry(
      Node before, Node after, int index, String entry, @Nullable String text) {
    return isKeyValue(before, after, index, entry, text);
  }

  /** Whether one key says what it was before, and nothing else differs. */
  static boolean isPrevious(Node before, Node after, int index, String sha256, String expires) {
    return isKeyValue(
        before, after, index, "previous", Map.of("sha256", sha256, "expires", expires));
  }

  private static boolean isKeyValue(
      Node before, Node after, int index, String entry, @Nullable Object wanted) {
    return sameBut(
        "api_keys",
        before,
        after,
        (oldKeys, keys) ->
            sameButItem(
                index,
                oldKeys,
                keys,
                (oldKey, key) ->
                    sameBut(
                        entry,
                        oldKey,
                        key,
                        (old, now) ->
                            wanted == null
                                ? now == null
                                : now != null && wanted.equals(values(now)))));
  }

  private static Map<String, Object> values(NewKey key) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("id", key.id());
    values.put("sha256", key.sha256());
    if (!key.models().isEmpty()) {
      values.put("models", key.models());
    }
    if (key.expires() != null) {
      values.put("expires", key.expires());
    }
    return values;
  }

  /** Whether the new list is the old list without item {@code index}, and nothing else differs. */
  static boolean isRemoval(Node before, Node after, int index) {
    return sameBut(
        "models",
        before,
        after,
        (old, now) -> {
          List<Node> first = old == null ? List.of() : Nodes.items(old);
          List<Node> second = now == null ? List.of() : Nodes.items(now);
          return second.size() == first.size() - 1
              && same(first.subList(0, index), second.subList(0, index))
              && same(first.subList(index + 1, first.size()), second.subList(index, second.size()));
        });
  }

  /** Whether {@code key} of one server says {@code value} (null: is gone), and nothing differs. */
  static boolean isServerKey(
      Node before, Node after, ServerPlace place, String key, @Nullable String value) {
    return sameBut(
        "models",
        before,
        after,
        (oldModels, models) ->
            sameButItem(
                place.model(),
                oldModels,
                models,
                (oldModel, model) ->
                    sameBut(
                        "servers",
                        oldModel,
                        model,
                        (oldServers, servers) ->
                            sameButItem(
                                place.server(),
                                oldServers,
                                servers,
                                (oldServer, server) ->
                                    sameBut(
                                        key, oldServer, server, (old, now) -> says(now, value))))));
  }

  private static boolean says(@Nullable Node node, @Nullable String value) {
    return value == null
        ? node == null
        : node instanceof Node.Scalar scalar && scalar.plain() && scalar.text().equals(value);
  }

  /** Two mappings that are the same but for one key, whose values satisfy a condition. */
  private static boolean sameBut(
      String key,
      @Nullable Node before,
      @Nullable Node after,
      BiPredicate<@Nullable Node, @Nullable Node> condition) {
    if (!(before instanceof Node.Mapping first) || !(after instanceof Node.Mapping second)) {
      return false;
    }
    return sameEntries(without(key, first), without(key, second))
        && condition.test(
            Nodes.value(first, key).orElse(null), Nodes.value(second, key).orElse(null));
  }

  private static List<Node.Entry> without(String key, Node.Mapping map) {
    return map.entries().stream().filter(entry -> !entry.key().text().equals(key)).toList();
  }

  private static boolean sameButItem(
      int index,
      @Nullable Node before,
      @Nullable Node after,
      BiPredicate<@Nullable Node, @Nullable Node> condition) {
    List<Node> first = before == null ? List.of() : Nodes.items(before);
    List<Node> second = after == null ? List.of() : Nodes.items(after);
    return first.size() == second.size()
        && same(first.subList(0, index), second.subList(0, index))
        && condition.test(first.get(index), second.get(index))
        && same(first.subList(index + 1, first.size()), second.subList(index + 1, second.size()));
  }

  private static boolean same(List<Node> first, List<Node> second) {
    return first.size() == second.size()
        && all(first.size(), i -> same(first.get(i), second.get(i)));
  }

  private static boolean sameEntries(List<Node.Entry> first, List<Node.Entry> second) {
    return first.size() == second.size()
        && all(
            first.size(),
            i ->
                same(first.get(i).key(), second.get(i).key())
                    && same(first.get(i).value(), second.get(i).value()));
  }

  /** The same but for the place: kinds, values, quoting and order. */
  static boolean same(Node first, Node second) {
    if (first instanceof Node.Scalar a && second instanceof Node.Scalar b) {
      return a.text().equals(b.text()) && a.plain() == b.plain();
    }
    if (first instanceof Node.Sequence a && second instanceof Node.Sequence b) {
      return a.flow() == b.flow() && same(a.items(), b.items());
    }
    return first instanceof Node.Mapping a
        && second instanceof Node.Mapping b
        && a.flow() == b.flow()
        && sameEntries(a.entries(), b.entries());
  }

  private static boolean all(int count, IntPredicate condition) {
    return IntStream.range(0, count).allMatch(condition);
  }

  /** What the model must read as. */
  private static Map<String, Object> values(NewModel model) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", model.name());
    values.put("type", model.type());
    if (!model.aliases().isEmpty()) {
      values.put("aliases", model.aliases());
    }
    if (model.servedName() != null) {
      values.put("served_name", model.servedName());
    }
    if (model.balance() != null) {
      values.put("balance", model.balance());
    }
    if (model.upstreamKey() != null) {
      values.put("upstream_key", Map.of("file", model.upstreamKey()));
    }
    values.put("servers", model.servers().stream().map(EditProof::values).toList());
    return values;
  }

  private static Map<String, Object> values(NewModel.NewServer server) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("address", server.address());
    if (server.weight() != null) {
      values.put("weight", server.weight());
    }
    return values;
  }

  private static Object values(Node node) {
    if (node instanceof Node.Mapping map) {
      Map<String, Object> values = new LinkedHashMap<>();
      map.entries().forEach(entry -> values.put(entry.key().text(), values(entry.value())));
      return values;
    }
    return node instanceof Node.Scalar scalar
        ? scalar.text()
        : Nodes.items(node).stream().map(EditProof::values).toList();
  }
}
