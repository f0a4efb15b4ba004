package dev.vllmnginx.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.yaml.Node;
import dev.vllmnginx.yaml.SourceText;
import dev.vllmnginx.yaml.YamlReader;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The proof itself: it says no to whatever is not exactly the edit that was asked for. */
class EditProofTest {
  private static final String BEFORE =
      """
      version: 1
      gateway: {listen: [8080]}
      models:
        - name: a
          type: chat
          servers: [{address: "gpu-0:8000"}]
        - name: b
          type: chat
          servers: [{address: "gpu-1:8000", down: true}]
      """;

  private static final String C =
      "  - name: c\n    type: chat\n    servers: [{address: \"gpu-2:8000\"}]\n";
  private static final NewModel MODEL =
      new NewModel(
          "c",
          "chat",
          List.of(),
          null,
          null,
          null,
          List.of(new NewModel.NewServer("gpu-2:8000", null)));

  private static Node tree(String text) {
    return Objects.requireNonNull(YamlReader.read(new SourceText("c", text)).value());
  }

  private static boolean isAddition(String after) {
    return EditProof.isAddition(tree(BEFORE), tree(after), MODEL);
  }

  @Test
  void knowsAnAddition() {
    assertThat(isAddition(BEFORE + C)).isTrue();
    assertThat(isAddition(BEFORE + "# more\n" + C.replace("name: c", "name: 'c'"))).isTrue();
  }

  @Test
  void refusesNothingNewAndTwiceNew() {
    assertThat(isAddition(BEFORE)).isFalse();
    assertThat(isAddition(BEFORE + C + C.replace("name: c", "name: d"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "name: c, name: d",
    "type: chat, type: embedding",
    "gpu-2:8000, gpu-3:8000",
    "}], '}, {address: \"gpu-9:1\"}]'",
    "}], ', down: true}]'",
    "type: chat, 'type: chat\n    aliases: [x]'",
  })
  void refusesAnotherModel(String old, String other) {
    String changed = C.replace(old, other);

    assertThat(changed).isNotEqualTo(C);
    assertThat(isAddition(BEFORE + changed)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "version: 1, version: 2",
    "8080, 8081",
    "name: a, name: z",
    "name: a, 'name: \"a\"'",
    "gpu-1:8000, gpu-7:8000",
    "', down: true', ''",
    "'gateway: {listen: [8080]}\n', ''",
    "{listen: [8080]}, '\n  listen: [8080]'",
  })
  void refusesAChangeElsewhere(String old, String other) {
    String changed = BEFORE.replace(old, other);

    assertThat(changed).isNotEqualTo(BEFORE);
    assertThat(isAddition(changed + C)).isFalse();
  }

  @Test
  void refusesAnotherOrder() {
    String swapped = BEFORE.replace("name: a", "name: x").replace("name: b", "name: a");

    assertThat(isAddition(swapped.replace("name: x", "name: b") + C)).isFalse();
  }

  @Test
  void knowsARemoval() {
    String without = BEFORE.substring(0, BEFORE.indexOf("  - name: b"));

    assertThat(EditProof.isRemoval(tree(BEFORE), tree(without), 1)).isTrue();
    assertThat(EditProof.isRemoval(tree(BEFORE), tree(without), 0)).isFalse();
    assertThat(EditProof.isRemoval(tree(BEFORE), tree(BEFORE), 1)).isFalse();
    assertThat(EditProof.isRemoval(tree(BEFORE), tree(without.replace("8080", "80")), 1)).isFalse();
  }

  @Test
  void knowsAKeyOfAServer() {
    ServerPlace place = new ServerPlace(1, 0);
    Node before = tree(BEFORE);
    Node set = tree(BEFORE.replace("down: true", "down: false"));
    Node gone = tree(BEFORE.replace(", down: true", ""));

    assertThat(EditProof.isServerKey(before, set, place, "down", "false")).isTrue();
    assertThat(EditProof.isServerKey(before, set, place, "down", "true")).isFalse();
    assertThat(EditProof.isServerKey(before, gone, place, "down", null)).isTrue();
    assertThat(EditProof.isServerKey(before, set, place, "down", null)).isFalse();
    assertThat(EditProof.isServerKey(before, set, new ServerPlace(0, 0), "down", "false"))
        .isFalse();
    assertThat(EditProof.isServerKey(before, set, place, "weight", null)).isFalse();
  }

  @Test
  void tellsATextThatDiffersOutsideOfTheSplice() {
    TextEdit edit = TextEdit.of(Splice.insert(3, "XY"), new Splice(5, 2, "Z"));

    assertThat(edit.apply("abcdefgh")).isEqualTo("abcXYdeZh");
    assertThat(edit.explains("abcdefgh", "abcXYdeZh")).isTrue();
    for (String other : List.of("abcXYdeZ", "abcXYdeZhi", "abbXYdeZh", "abcXYddZh", "abc", "")) {
      assertThat(edit.explains("abcdefgh", other)).as(other).isFalse();
    }
  }
}
