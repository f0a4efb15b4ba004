package dev.vllmnginx.edit;

import dev.vllmnginx.yaml.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How a catalog writes its models, learnt from those that are there; the last ones count most.
 *
 * @param dash the column of the dashes, from 0
 * @param gap how many columns a model's keys stand to the right of its dash
 * @param braces whether models are in braces
 * @param keyQuote what stands around keys: nothing, or a quote
 * @param bracePad what stands inside of braces: nothing, or a blank
 * @param bracketPad what stands inside of brackets
 */
record ItemStyle(
    int dash,
    int gap,
    boolean braces,
    String keyQuote,
    String bracePad,
    String bracketPad,
    ListStyle aliases,
    ListStyle servers,
    QuoteHabit names,
    QuoteHabit types,
    QuoteHabit addresses) {

  /** The style where there is no model to learn from, with dashes at a column. */
  static ItemStyle plain(int dash) {
    return new ItemStyle(
        dash,
        2,
        false,
        "",
        "",
        "",
        ListStyle.BRACKETS,
        ListStyle.DASHES,
        QuoteHabit.NONE,
        QuoteHabit.NONE,
        QuoteHabit.NONE);
  }

  /** The style of the models of a list that has at least one. */
  static ItemStyle of(Node.Sequence models, int dashOffset, TextLines lines) {
    List<Node> latest = new ArrayList<>(models.items());
    Collections.reverse(latest);
    String text = lines.text();
    Node last = latest.get(0);
    int dash = models.flow() ? 0 : lines.column(dashOffset);
    return new ItemStyle(
        dash,
        models.flow() ? 2 : lines.column(Nodes.start(last)) - dash,
        Nodes.isFlow(last),
        keyQuote(last, text),
        pad(latest, '{', text),
        pad(latest, '[', text),
        ListStyle.of(entries(latest, "aliases"), lines, ListStyle.BRACKETS),
        ListStyle.of(entries(latest, "servers"), lines, ListStyle.DASHES),
        QuoteHabit.of(scalars(latest, "name"), text),
        QuoteHabit.of(scalars(latest, "type"), text),
        QuoteHabit.of(addresses(latest), text));
  }

  private static String keyQuote(Node model, String text) {
    if (model instanceof Node.Mapping map && !map.entries().isEmpty()) {
      Node.Scalar key = map.entries().get(0).key();
      return key.plain() ? "" : text.substring(Nodes.start(key), Nodes.start(key) + 1);
    }
    return "";
  }

  private static List<Node.Entry> entries(List<Node> models, String key) {
    List<Node.Entry> found = new ArrayList<>();
    for (Node model : models) {
      if (model instanceof Node.Mapping map) {
        map.find(key).ifPresent(found::add);
      }
    }
    return found;
  }

  private static List<Node.Scalar> scalars(List<Node> maps, String key) {
    List<Node.Scalar> found = new ArrayList<>();
    for (Node.Entry entry : entries(maps, key)) {
      if (entry.value() instanceof Node.Scalar scalar) {
        found.add(scalar);
      }
    }
    return found;
  }

  private static List<Node.Scalar> addresses(List<Node> models) {
    List<Node> servers = new ArrayList<>();
    entries(models, "servers").forEach(entry -> servers.addAll(Nodes.items(entry.value())));
    return scalars(servers, "address");
  }

  /** What stands inside the first opening bracket of a kind that has something in it. */
  private static String pad(List<Node> nodes, char opening, String text) {
    for (Node node : nodes) {
      if (Nodes.isFlow(node) && text.charAt(Nodes.start(node)) == opening && !isEmpty(node)) {
        return text.charAt(Nodes.start(node) + 1) == ' ' ? " " : "";
      }
      String inner = pad(children(node), opening, text);
      if (!inner.isEmpty()) {
        return inner;
      }
    }
    return "";
  }

  private static boolean isEmpty(Node node) {
    return children(node).isEmpty();
  }

  private static List<Node> children(Node node) {
    return node instanceof Node.Mapping map
        ? map.entries().stream().map(Node.Entry::value).toList()
        : Nodes.items(node);
  }
}
