package dev.vllmnginx.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that want to be more than a value. What is refused leaves the file as it was. */
class HostileArgumentsTest {
  private static final String BEFORE =
      """
      # ours
      version: 1
      gateway: {listen: [8080]}
      models:
        - name: first   # the first
          type: chat
          servers: [{address: "gpu-0:8000"}]
      """;

  @TempDir Path directory;
  private Path catalog;

  @BeforeEach
  void writeCatalog() throws IOException {
    catalog = Files.writeString(directory.resolve("catalog.yaml"), BEFORE);
  }

  static Stream<String> names() {
    return Stream.of(
        "a\nload_module evil.so;",
        "a\n",
        "\na",
        "a\r",
        "a\u0085",
        "a\u2028",
        "a{b}",
        "a;b",
        "a\"b",
        "a'b",
        "a\\",
        "$http_authorization",
        "${x}",
        "#comment",
        "a #b",
        "~.*",
        "",
        " ",
        " a",
        "a ",
        "a: b",
        "[a]",
        "{a}",
        "*a",
        "&a",
        "!a",
        "|",
        ">",
        "%a",
        "@/etc/passwd",
        "`id`",
        "a,b",
        "x".repeat(129),
        "a\0b",
        "\u0007",
        "\u001b[31m",
        "\uD83D",
        "\uD83D\uDE80",
        "\uFEFFa",
        "b\n    type: chat\n    servers: [{address: \"gpu:1\"}]\n  - name: c");
  }

  @ParameterizedTest
  @MethodSource("names")
  void refusesAName(String name) throws IOException {
    assertRefused(add(name, "chat", "gpu-1:8000"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void refusesAnAlias(String name) throws IOException {
    assertRefused(add("b", "chat", "gpu-1:8000", "--alias=" + name));
  }

  @ParameterizedTest
  @MethodSource("names")
  void refusesAType(String name) throws IOException {
    assertRefused(add("b", name, "gpu-1:8000"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void refusesABalanceAndAWeight(String name) throws IOException {
    assertRefused(add("b", "chat", "gpu-1:8000", "--balance=" + name));
    assertRefused(add("b", "chat", "gpu-1:8000", "--weight=" + name));
  }

  @ParameterizedTest
  @MethodSource("names")
  void refusesToRemoveIt(String name) throws IOException {
    assertRefused(
        CommandLineRun.of(List.of("remove-model", "--catalog", catalog.toString(), "--", name)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1 weight=100",
        "10.0.0.1:8000;",
        "unix:/etc/passwd",
        "unix:/run/x.sock",
        "http://gpu-1:8000",
        "169.254.169.254:80",
        "[fd00:ec2::254]:80",
        "metadata.google.internal:80",
        "0.0.0.0:8000",
        "255.255.255.255:8000",
        "224.0.0.1:8000",
        "[::]:8000",
        "::1:8000",
        "[fe80::1%eth0]:8000",
        "$arg_x:8000",
        "h$host:8000",
        "h-:8000",
        "h..x:8000",
        ".h:8000",
        "b\u00fccher.example:8000",
        "gpu-1:0",
        "gpu-1:65536",
        "gpu-1:-1",
        "gpu-1:80-90",
        "gpu-1:+80",
        "gpu-1:\u0668\u0660",
        "gpu-1:080",
        "gpu-1:8e3",
        "gpu-1:80\n",
        "gpu-1",
        "gpu-1:",
        "\"}, {address: gpu-2:8000",
        "127.0.0.1:8080",
      })
  void refusesAServer(String address) throws IOException {
    assertRefused(add("b", "chat", address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "default",
        "hostnames",
        "volatile",
        "include",
        "constructor",
        "toString",
        "hasOwnProperty",
        "meta-llama/Llama-3.1-8B-Instruct",
        "org/name:tag@rev+v1",
        "1.0",
        "on",
        "null",
        "0x10",
        "2026-01-01",
        "12:30",
      })
  void takesANameThatOnlyLooksOdd(String name) throws IOException {
    CommandLineRun run = add(name, "chat", "gpu-1:8000");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(Files.readString(catalog)).startsWith(BEFORE);
    CommandLineRun list =
        CommandLineRun.of(List.of("list-models", catalog.toString(), "--format", "json"));
    assertThat(list.out()).contains("\"name\":\"" + name + "\"");
  }

  @Test
  void takesAnOptionsNameForAnOptionUntilToldOtherwise() throws IOException {
    List<String> rest =
        List.of("--type", "chat", "--server", "gpu-1:8000", "-c", catalog.toString());

    for (String name : List.of("--name=-x", "-x", "--help-me")) {
      CommandLineRun run =
          CommandLineRun.of(Stream.concat(Stream.of("add-model", name), rest.stream()).toList());
      assertThat(run.exit()).isEqualTo(2);
    }
    assertThat(catalog).hasContent(BEFORE);
  }

  @Test
  void takesAServerThatLooksLikeAnOptionForOne() throws IOException {
    assertThat(add("b", "chat", "-h:8000").exit()).isEqualTo(2);
    assertThat(catalog).hasContent(BEFORE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"cat\nalog.yaml", "-t.yaml", "a b;c.yaml", "\u001b[31m.yaml", "\u6a21.yaml"})
  void editsAFileOfAnyName(String name) throws IOException {
    Path file = Files.copy(catalog, directory.resolve(name));

    CommandLineRun run =
        CommandLineRun.of(
            List.of(
                "add-model",
                "b",
                "--type",
                "chat",
                "--server",
                "gpu-1:8000",
                "-c",
                file.toString()));

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out().strip()).doesNotContain("\n", "\u001b");
    assertThat(Files.readString(file))
        .startsWith(BEFORE)
        .contains("name: b")
        .doesNotContain("yaml");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "init [NAME]",
        "validate [NAME]",
        "generate [NAME]",
        "generate --out [NAME]",
        "generate --nginx [NAME] --test",
        "generate --out [NAME] --reload",
        "try [NAME]",
        "diff --root [NAME]",
        "apply [NAME]",
        "apply --root [NAME]",
        "apply --nginx [NAME]",
        "apply --nginx-conf [NAME]",
        "rollback --root [NAME]",
        "history --root [NAME]",
        "status --root [NAME]",
        "drain m 127.0.0.1:1 --catalog [NAME]",
        "drain m 127.0.0.1:1 --root [NAME]",
        "add-model b --type chat --server gpu-1:8000 --catalog [NAME]",
        "remove-model b -c [NAME]",
        "list-models [NAME]",
        "key create b -c [NAME]",
        "key list [NAME]",
        "graph [NAME]",
        "doctor [NAME]",
      })
  void refusesANameThatIsNoneOfAFile(String command) {
    for (String name : List.of("", "a\0b")) {
      List<String> args =
          Stream.of(command.split(" ")).map(word -> word.replace("[NAME]", name)).toList();

      CommandLineRun run = CommandLineRun.of(args);

      assertThat(run.exit()).as(run.err()).isEqualTo(2);
      assertThat(run.err())
          .contains(name.isEmpty() ? "is not empty" : "not the name of a file", "--help`")
          .matches("[\\x20-\\x7e\n]*");
      assertThat(run.out()).isEmpty();
    }
  }

  @Test
  void showsNoControlCharacterOfAFilesName() throws IOException {
    Path odd = Files.createDirectory(directory.resolve("\u001b[31m\n"));
    Path file = Files.copy(catalog, odd.resolve("catalog.yaml"));
    Path out = odd.resolve("out");
    List<List<String>> commands =
        List.of(
            List.of("key", "create", "t", "-c", file.toString()),
            List.of("key", "rotate", "t", "-c", file.toString()),
            List.of("key", "revoke", "t", "-c", file.toString()),
            List.of("generate", file.toString(), "--out", out.toString()),
            List.of("generate", file.toString(), "--out", out.toString(), "--check"),
            List.of("generate", catalog.toString(), "--out", out.toString(), "--check"),
            List.of("generate", catalog.toString(), "--out", file.toString()),
            List.of("generate", catalog.toString(), "--format", "\u001b[31m"),
            List.of("generate", catalog.toString(), "\u001b[31m"));

    for (List<String> command : commands) {
      CommandLineRun run = CommandLineRun.of(command);

      assertThat(run.out() + run.err())
          .contains("\\u001b[31m")
          .matches("[\\x20-\\x7e\u2026\n]*")
          .doesNotContain("31m\n/");
    }
  }

  private CommandLineRun add(String name, String type, String server, String... more) {
    return CommandLineRun.of(
        Stream.concat(
                Stream.of(
                    "add-model", "--type", type, "--server=" + server, "-c", catalog.toString()),
                Stream.concat(Stream.of(more), Stream.of("--", name)))
            .toList());
  }

  private void assertRefused(CommandLineRun run) throws IOException {
    assertThat(run.exit()).as(run.err()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("error VN")
        .matches("[\\x20-\\x7e\u00fc\u0660-\u0669\u2026\ufffd\uD83D\uDE80\n]*");
    assertThat(Files.readString(catalog)).isEqualTo(BEFORE);
    assertThat(directory.toFile().list()).containsExactly("catalog.yaml");
  }
}
