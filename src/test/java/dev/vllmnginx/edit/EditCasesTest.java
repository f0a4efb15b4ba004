package dev.vllmnginx.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.yaml.Node;
import dev.vllmnginx.yaml.SourceText;
import dev.vllmnginx.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EditCasesTest {
  private static final Path CASES = Path.of("src/test/resources/edit");

  static Stream<Path> cases() throws IOException {
    try (Stream<Path> list = Files.list(CASES)) {
      return list.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void editsAsExpected(Path dir) throws IOException {
    SourceText before =
        new SourceText("catalog.yaml", Files.readString(dir.resolve("before.yaml")));
    List<String> cmd = List.of(Files.readString(dir.resolve("cmd")).trim().split(" +"));
    Node root = Objects.requireNonNull(YamlReader.read(before).value());
    CatalogEditor editor = new CatalogEditor(before, root);
    EditResult result =
        cmd.get(0).equals("add-model")
            ? editor.add(model(cmd))
            : editor.remove(index(root, cmd.get(1)));
    assertThat(result).isInstanceOf(EditResult.Made.class);
    String after = ((EditResult.Made) result).after().text();
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(dir.resolve("after.yaml"), after);
    }
    assertThat(after).isEqualTo(Files.readString(dir.resolve("after.yaml")));
  }

  private static NewModel model(List<String> cmd) {
    List<String> aliases = new ArrayList<>();
    List<NewModel.NewServer> servers = new ArrayList<>();
    String type = "";
    String balance = null;
    for (int i = 2; i < cmd.size(); i += 2) {
      String value = cmd.get(i + 1);
      switch (cmd.get(i)) {
        case "--type" -> type = value;
        case "--alias" -> aliases.add(value);
        case "--balance" -> balance = value;
        case "--server" -> servers.add(new NewModel.NewServer(value, null));
        default ->
            servers.add(
                new NewModel.NewServer(servers.remove(servers.size() - 1).address(), value));
      }
    }
    return new NewModel(cmd.get(1), type, aliases, balance, servers);
  }

  private static int index(Node root, String name) {
    List<Node> models = Nodes.items(Nodes.value(root, "models").orElseThrow());
    for (int i = 0; i < models.size(); i++) {
      if (Nodes.value(models.get(i), "name").orElseThrow() instanceof Node.Scalar s
          && s.text().equals(name)) {
        return i;
      }
    }
    throw new AssertionError(name);
  }
}
