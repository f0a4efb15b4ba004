package dev.vllmnginx.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RenderersTest {
  private static final Diagnostic ERROR =
      new Diagnostic(
          DiagnosticCode.BAD_VALUE,
          Severity.ERROR,
          CatalogPath.ROOT.key("models").index(0).key("name"),
          new Location("cat\nalog.yaml", 2, 9, 3),
          "\"a b\" is not a model name",
          "use ü\u001b[31m");
  private static final Diagnostic NOWHERE =
      new Diagnostic(
          DiagnosticCode.MEMORY, Severity.WARNING, CatalogPath.ROOT, null, "much memory", null);

  @Test
  void textShowsPlaceCodePathLineCaretAndHint() {
    String text =
        new TextRenderer(false)
            .render(
                List.of(ERROR, NOWHERE),
                SourceLines.of("cat\nalog.yaml", List.of("models:", "- name: a b\u001b[2J")));

    assertThat(text)
        .isEqualTo(
            """
            cat\\u000aalog.yaml:2:9: error VN301: models[0].name: "a b" is not a model name
              2 | - name: a b\\u001b[2J
                |         ^^^
                = use ü\\u001b[31m
            warning VN409: much memory
            1 error, 1 warning
            """);
  }

  @Test
  void nothingFoundIsNothingShown() {
    assertThat(new TextRenderer(true).render(List.of(), SourceLines.NONE)).isEmpty();
  }

  @Test
  void coloursOnlyOnDemand() {
    assertThat(new TextRenderer(true).render(List.of(ERROR), SourceLines.NONE))
        .contains("\u001b[1;31m");
    assertThat(new TextRenderer(false).render(List.of(ERROR), SourceLines.NONE))
        .doesNotContain("\u001b");
  }

  @Test
  void longLinesAreCutAroundThePlace() {
    String line = "x".repeat(1000) + "HERE" + "y".repeat(1000);
    Diagnostic found = ERROR.at(new Location("f", 1, 1001, 4));

    String text =
        new TextRenderer(false).render(List.of(found), SourceLines.of("f", List.of(line)));

    List<String> lines = text.lines().toList();
    assertThat(lines.get(1)).hasSizeLessThan(140).startsWith("  1 | …x").endsWith("y…");
    assertThat(lines.get(2).indexOf('^')).isEqualTo(lines.get(1).indexOf("HERE"));
    assertThat(lines.get(2)).endsWith(" ^^^^");
  }

  @Test
  void placesBehindTheEndOfALineAreShown() {
    Diagnostic found = ERROR.at(new Location("f", 1, 99, 7));

    assertThat(new TextRenderer(false).render(List.of(found), SourceLines.of("f", List.of("a: 1"))))
        .contains("  1 | a: 1\n    |     ^\n");
  }

  @Test
  void secretsAreNeverShown() {
    for (String secret :
        List.of("sk-abcdefghijkl", "hf_abcdefghijkl", "api_key: \"hunter2\"", "password=hunter2")) {
      String line = "- {name: \"" + secret + "\"}";
      String shown =
          new TextRenderer(false)
              .render(
                  List.of(ERROR.at(new Location("f", 1, 4, 4))),
                  SourceLines.of("f", List.of(line)));
      assertThat(shown).contains("***").doesNotContain("hunter2", "abcdefghijkl");
      assertThat(Visible.quote(secret)).contains("***").doesNotContain("hunter2", "abcdefghijkl");
    }
    assertThat(Visible.quote("task-model-8b")).isEqualTo("\"task-model-8b\"");
  }

  @Test
  void aSecretThatIsCutIsNotShownEither() {
    String secret = "sk-" + "Z".repeat(80);

    assertThat(Visible.quote("x".repeat(50) + " " + secret)).doesNotContain("Z");
  }

  @Test
  void jsonIsAContract() {
    assertThat(JsonRenderer.render(List.of(ERROR, NOWHERE), false))
        .isEqualTo(
            "{\"schemaVersion\":1,\"valid\":false,\"errors\":1,\"warnings\":1,\"diagnostics\":["
                + "{\"code\":\"VN301\",\"severity\":\"error\",\"title\":\"a value outside of its grammar\","
                + "\"path\":\"models[0].name\",\"location\":{\"file\":\"cat\\nalog.yaml\",\"line\":2,"
                + "\"column\":9,\"length\":3},\"message\":\"\\\"a b\\\" is not a model name\","
                + "\"hint\":\"use \\u00FC\\u001B[31m\"},"
                + "{\"code\":\"VN409\",\"severity\":\"warning\",\"title\":\"request bodies may need more memory than is wise\","
                + "\"path\":\"\",\"location\":null,\"message\":\"much memory\",\"hint\":null}]}\n");
    assertThat(JsonRenderer.render(List.of(), true))
        .isEqualTo(
            "{\"schemaVersion\":1,\"valid\":true,\"errors\":0,\"warnings\":0,\"diagnostics\":[]}\n");
  }

  @Test
  void codesAreUniqueAndWellFormed() {
    assertThat(Arrays.stream(DiagnosticCode.values()).map(DiagnosticCode::id))
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("VN[1-9][0-9]{2}"));
  }

  @Test
  void everyControlCharacterIsMadeVisible() {
    for (int c = 0; c <= 0x10ffff; c++) {
      String shown = Visible.escape(Character.toString(c));
      boolean harmful =
          c < 0x20
              || (c >= 0x7f && c <= 0xa0)
              || (c >= 0x2028 && c <= 0x202e)
              || (c >= 0x2066 && c <= 0x2069);
      if (harmful && !shown.matches("\\\\u[0-9a-f]{4}")) {
        throw new AssertionError("U+" + Integer.toHexString(c) + " is shown as " + shown);
      }
    }
  }

  @Test
  void suggestionsComeFromTypingMistakesOnly() {
    List<String> words = List.of("listen", "server_name", "read_timeout", "tls");

    assertThat(Suggestions.nearest("lsiten", words)).contains("listen");
    assertThat(Suggestions.nearest("Server-Name", words)).contains("server_name");
    assertThat(Suggestions.nearest("timeout", List.of("read_timeout"))).isEmpty();
    assertThat(Suggestions.nearest("hosts", words)).isEmpty();
    assertThat(Suggestions.nearest("", words)).isEmpty();
    assertThat(Suggestions.nearest("x".repeat(1_000_000), words)).isEmpty();
  }

  @Test
  void pathsComeApartAgain() {
    CatalogPath path = CatalogPath.ROOT.key("models").index(12).key("servers").index(0);

    assertThat(path).hasToString("models[12].servers[0]");
    assertThat(path.segments())
        .containsExactly(
            new CatalogPath.Segment("models", -1),
            new CatalogPath.Segment(null, 12),
            new CatalogPath.Segment("servers", -1),
            new CatalogPath.Segment(null, 0));
    assertThat(path.parent()).contains(CatalogPath.ROOT.key("models").index(12).key("servers"));
    assertThat(CatalogPath.ROOT.key("models").parent()).contains(CatalogPath.ROOT);
    assertThat(CatalogPath.ROOT.parent()).isEmpty();
  }
}
