package dev.vllmnginx.edit;

import dev.vllmnginx.diagnostics.Checked;
import dev.vllmnginx.yaml.Node;
import dev.vllmnginx.yaml.SourceReader;
import dev.vllmnginx.yaml.SourceText;
import dev.vllmnginx.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Edits the text of a catalog. Every edit is a splice that leaves all other characters alone, and
 * is proved before it is handed out: the new text without what came in is the old text, and it
 * reads as the old catalog with just the one change.
 */
public final class CatalogEditor {
  private final SourceText source;
  private final Node root;

  /**
   * @param source the text of a catalog
   * @param root what it reads as
   */
  public CatalogEditor(SourceText source, Node root) {
    this.source = source;
    this.root = root;
  }

  /** A catalog with just this model, for checking the model's own values. */
  public static SourceText alone(NewModel model) {
    return new SourceText(
        "arguments", "version: 1\nmodels:\n" + ModelAddition.snippet(model) + "\n");
  }

  /** Adds a model behind the last one. The list may be empty, but its key must be there. */
  public EditResult add(NewModel model) {
    String advice = "paste this at the end of \"models\":\n" + ModelAddition.snippet(model);
    Optional<TextEdit> edit =
        models().flatMap(models -> new ModelAddition(source.text(), model).to(models));
    return edit.map(made -> proved(made, advice, after -> EditProof.isAddition(root, after, model)))
        .orElseGet(() -> new EditResult.Refused("\"models\" is not written as a list", advice));
  }

  /**
   * Removes a model with its own comments.
   *
   * @param index its place in the list, from 0; not the only one
   */
  public EditResult remove(int index) {
    String advice = "remove the lines of the model by hand";
    Node.Entry models = models().orElseThrow();
    if (models.value() instanceof Node.Sequence list && list.items().size() > 1) {
      TextEdit edit = new ModelRemoval(source.text(), models, list).of(index);
      return proved(edit, advice, after -> EditProof.isRemoval(root, after, index));
    }
    throw new IllegalArgumentException("not a list of two or more");
  }

  /**
   * Sets a key of a server, in place of what it says now or behind the server's last key.
   *
   * @param value a word or a number, as it stands in YAML: {@code true}, {@code 2}, {@code 10s}
   */
  public EditResult setServerKey(ServerPlace place, String key, String value) {
    if (!value.matches("[a-z0-9]+")) {
      throw new IllegalArgumentException("not a plain value");
    }
    return proved(
        new ServerKeyEdit(source.text(), server(place)).set(key, value),
        "write \"" + key + ": " + value + "\" at the server by hand",
        after -> EditProof.isServerKey(root, after, place, key, value));
  }

  /** Takes a key of a server out. */
  public EditResult removeServerKey(ServerPlace place, String key) {
    String advice = "remove \"" + key + "\" of the server by hand";
    return new ServerKeyEdit(source.text(), server(place))
        .remove(key)
        .map(
            edit ->
                proved(edit, advice, after -> EditProof.isServerKey(root, after, place, key, null)))
        .orElseGet(() -> new EditResult.Refused("a comment would be lost", advice));
  }

  /** Adds an API key behind the last one; the list is made when there is none. */
  public EditResult addKey(NewKey key) {
    String advice = "add this to \"api_keys\":\n  - " + String.join("\n    ", key.entries(""));
    return new KeyAddition(source.text(), key)
        .to(root)
        .map(edit -> proved(edit, advice, after -> EditProof.isKeyAddition(root, after, key)))
        .orElseGet(() -> new EditResult.Refused("\"api_keys\" is not written as a list", advice));
  }

  /**
   * Disables an API key.
   *
   * @param index its place in the list, from 0
   */
  public EditResult disableKey(int index) {
    return proved(
        new ServerKeyEdit(source.text(), key(index)).set("disabled", "true"),
        "write \"disabled: true\" at the key by hand",
        after -> EditProof.isKeyDisabled(root, after, index));
  }

  /**
   * Puts another hash in the place of a key's only one, which stays beside it for a while.
   *
   * @param index the key's place in the list, from 0
   * @param sha256 the new hash
   * @param expires when the old one stops to be valid, RFC 3339
   */
  public EditResult rotateKey(int index, String sha256, String expires) {
    String advice = "write the new hash by hand: sha256: \"" + sha256 + "\"";
    Node.Mapping key = key(index);
    if (!(Nodes.value(key, "sha256").orElseThrow() instanceof Node.Scalar old)) {
      return new EditResult.Refused("the key has a list of hashes", advice);
    }
    String previous = "{sha256: \"%s\", expires: \"%s\"}".formatted(old.text(), expires);
    EditResult first =
        proved(
            new ServerKeyEdit(source.text(), key).set("previous", previous),
            advice,
            after -> EditProof.isPrevious(root, after, index, old.text(), expires));
    if (!(first instanceof EditResult.Made made)) {
      return first;
    }
    Node tree = YamlReader.read(made.after()).orThrow();
    CatalogEditor editor = new CatalogEditor(made.after(), tree);
    return editor.proved(
        new ServerKeyEdit(made.after().text(), editor.key(index)).set("sha256", '"' + sha256 + '"'),
        advice,
        after -> EditProof.isKeyEntry(tree, after, index, "sha256", sha256));
  }

  /** Takes the hash away that a key had before its last rotation. */
  public EditResult removePrevious(int index) {
    String advice = "remove \"previous\" of the key by hand";
    return new ServerKeyEdit(source.text(), key(index))
        .remove("previous")
        .map(
            edit ->
                proved(
                    edit,
                    advice,
                    after -> EditProof.isKeyEntry(root, after, index, "previous", null)))
        .orElseGet(() -> new EditResult.Refused("a comment would be lost", advice));
  }

  private Node.Mapping key(int index) {
    Node keys = Nodes.value(root, "api_keys").orElseThrow();
    if (Nodes.items(keys).get(index) instanceof Node.Mapping key) {
      return key;
    }
    throw new IllegalArgumentException("no key at " + index);
  }

  private Optional<Node.Entry> models() {
    return root instanceof Node.Mapping map ? map.find("models") : Optional.empty();
  }

  private Node.Mapping server(ServerPlace place) {
    List<Node> models = models().map(entry -> Nodes.items(entry.value())).orElseThrow();
    Node servers = Nodes.value(models.get(place.model()), "servers").orElseThrow();
    if (Nodes.items(servers).get(place.server()) instanceof Node.Mapping server) {
      return server;
    }
    throw new IllegalArgumentException("no server at " + place);
  }

  private EditResult proved(TextEdit edit, String advice, Predicate<Node> isWanted) {
    SourceText after = new SourceText(source.name(), edit.apply(source.text()));
    if (!edit.explains(source.text(), after.text())) {
      return new EditResult.Refused("the edit would change other lines", advice);
    }
    if (after.text().getBytes(StandardCharsets.UTF_8).length > SourceReader.MAX_BYTES) {
      return new EditResult.Refused("the catalog would be too large", "split the catalog");
    }
    Checked<Node> read = YamlReader.read(after);
    @Nullable Node tree = read.value();
    if (tree == null || !isWanted.test(tree)) {
      return new EditResult.Refused("the edit would not read as what was asked for", advice);
    }
    int change = new TextLines(after.text()).start(edit.firstChange());
    int line = (int) after.text().substring(0, change).lines().count() + 1;
    return new EditResult.Made(after, line);
  }
}
