package dev.vllmnginx.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.yaml.Node;
import dev.vllmnginx.yaml.SourceText;
import dev.vllmnginx.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Random edits of random catalogs in random layouts, each looked at with other eyes than the
 * proof's.
 */
class CatalogEditorProperties {
  private static final int EDITS = 10_000;
  private static final Pattern COMMENT = Pattern.compile("#([0-9]+)@([0-9]+|-)");

  @Test
  void everyEditKeepsWhatItDoesNotMean() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random seeds = new Random(seed);
    for (int i = 0; i < EDITS; i++) {
      long each = seeds.nextLong();
      Random random = new Random(each);
      RandomCatalog.Text catalog = RandomCatalog.of(random);
      try {
        edit(random, catalog);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "seed " + seed + ", edit " + i + " of\n" + catalog.text() + "\n" + e, e);
      }
    }
  }

  private static void edit(Random random, RandomCatalog.Text catalog) {
    switch (random.nextInt(3)) {
      case 0 -> addAndRemove(random, catalog.text(), catalog.models());
      case 1 -> remove(catalog.text(), catalog.models(), random.nextInt(catalog.models()));
      default -> serverKey(random, catalog.text(), random.nextInt(catalog.models()));
    }
  }

  private static void addAndRemove(Random random, String before, int models) {
    NewModel model = model(random);
    String after = text(editor(before).add(model));
    assertThat(comments(after)).isEqualTo(comments(before));
    assertKeepsLineEnds(before, after);
    assertThat(names(after)).hasSize(models + 1).last().isEqualTo(model.name());
    assertThat(text(editor(after).remove(models))).as("added and removed again").isEqualTo(before);
  }

  private static void remove(String before, int models, int index) {
    if (models == 1) {
      return;
    }
    String after = text(editor(before).remove(index));
    List<String> rest = new ArrayList<>(comments(before));
    rest.removeIf(comment -> comment.endsWith("@" + index));
    assertThat(comments(after)).isEqualTo(rest);
    assertKeepsLineEnds(before, after);
    assertThat(names(after)).hasSize(models - 1).doesNotContain("m" + index);
  }

  private static void serverKey(Random random, String before, int model) {
    ServerPlace place = new ServerPlace(model, 0);
    boolean isSet = server(before, place).find("down").isPresent();
    if (isSet) {
      String changed = text(editor(before).setServerKey(place, "down", "false"));
      assertThat(changed).hasSize(before.length() + 1).contains("down: false");
      assertThat(text(editor(changed).setServerKey(place, "down", "true"))).isEqualTo(before);
      if (editor(before).removeServerKey(place, "down") instanceof EditResult.Made made) {
        assertThat(server(made.after().text(), place).find("down")).isEmpty();
        assertKeepsLineEnds(before, made.after().text());
      }
      return;
    }
    String value = random.nextBoolean() ? "true" : "false";
    String after = text(editor(before).setServerKey(place, "down", value));
    assertThat(comments(after)).isEqualTo(comments(before));
    assertKeepsLineEnds(before, after);
    assertThat(text(editor(after).removeServerKey(place, "down"))).isEqualTo(before);
  }

  private static NewModel model(Random random) {
    List<String> names =
        List.of("n", "on", "1.0", "0x1f", "12:30", "org/n:t@r+v", "-n", "2026-01-01", "~");
    List<NewModel.NewServer> servers = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      servers.add(
          new NewModel.NewServer("[2001:db8::" + i + "]:8000", random.nextBoolean() ? "3" : null));
      servers.add(new NewModel.NewServer("gpu-" + i + ":8000", random.nextBoolean() ? "3" : null));
    }
    return new NewModel(
        names.get(random.nextInt(names.size())),
        random.nextBoolean() ? "chat" : "embedding",
        random.nextBoolean() ? List.of("null", "extra") : List.of(),
        random.nextInt(3) == 0 ? "org/served" : null,
        random.nextBoolean() ? "least_conn" : null,
        random.nextBoolean() ? "keys/1.0" : null,
        servers);
  }

  private static CatalogEditor editor(String text) {
    return new CatalogEditor(new SourceText("catalog.yaml", text), root(text));
  }

  private static Node root(String text) {
    Node root = YamlReader.read(new SourceText("catalog.yaml", text)).value();
    if (root == null) {
      throw new AssertionError(
          YamlReader.read(new SourceText("catalog.yaml", text)).diagnostics() + "\n" + text);
    }
    return root;
  }

  private static String text(EditResult result) {
    assertThat(result).isInstanceOf(EditResult.Made.class);
    return ((EditResult.Made) result).after().text();
  }

  private static Node.Mapping server(String text, ServerPlace place) {
    Node model = models(text).get(place.model());
    return (Node.Mapping)
        Nodes.items(Nodes.value(model, "servers").orElseThrow()).get(place.server());
  }

  private static List<Node> models(String text) {
    return Nodes.items(Nodes.value(root(text), "models").orElseThrow());
  }

  private static List<String> names(String text) {
    return models(text).stream()
        .map(model -> ((Node.Scalar) Nodes.value(model, "name").orElseThrow()).text())
        .toList();
  }

  private static List<String> comments(String text) {
    List<String> found = new ArrayList<>();
    Matcher matcher = COMMENT.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group());
    }
    return found;
  }

  private static void assertKeepsLineEnds(String before, String after) {
    assertThat(after.endsWith("\n")).as("final line end").isEqualTo(before.endsWith("\n"));
    if (before.contains("\r\n")) {
      assertThat(after.replace("\r\n", "")).doesNotContain("\n");
    } else {
      assertThat(after).doesNotContain("\r");
    }
  }
}
