package dev.vllmnginx.app.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.catalog.read.CatalogReader;
import dev.vllmnginx.diagnostics.Checked;
import dev.vllmnginx.diagnostics.CodeExample;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.yaml.SourceReader;
import dev.vllmnginx.yaml.SourceText;
import dev.vllmnginx.yaml.YamlReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainTest {
  private static final String MODEL =
      "  - {name: qwen, type: chat, servers: [{address: \"10.0.0.1:8000\"}]}\n";

  /** A catalog of these lines, with what every catalog needs put beside them. */
  private static List<Diagnostic> diagnostics(String lines) {
    String version = lines.contains("version: ") && !lines.contains("nginx:") ? "" : "version: 1\n";
    String models = lines.contains("models:") ? "" : "models:\n" + MODEL;
    String text = version + lines + models;
    Checked<SourceText> source =
        SourceReader.read(
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "catalog.yaml");
    Checked<CatalogDocument> read = CatalogReader.read(source.orThrow());
    return read.diagnostics();
  }

  @ParameterizedTest
  @EnumSource(DiagnosticCode.class)
  void everyCodeIsExplainedInSentences(DiagnosticCode code) {
    assertThat(code.title()).isNotBlank().doesNotEndWith(".");
    assertThat(List.of(code.explanation(), code.mending()))
        .allMatch(text -> text.length() > 10 && text.length() < 400)
        .allMatch(text -> Character.isUpperCase(text.charAt(0)) || text.startsWith("nginx"))
        .noneMatch(text -> text.contains("  "));
    assertThat(code.explanation()).endsWith(".");
    assertThat(Explain.of(code.id().toLowerCase(Locale.ROOT)))
        .isEqualTo(new Explanation.Code(code));
  }

  static Stream<DiagnosticCode> codesWithAnExample() {
    return Arrays.stream(DiagnosticCode.values()).filter(code -> code.example().isPresent());
  }

  @ParameterizedTest
  @MethodSource("codesWithAnExample")
  void whatIsCalledWrongIsFoundAndWhatIsCalledRightIsNot(DiagnosticCode code) {
    CodeExample example = code.example().orElseThrow();

    assertThat(diagnostics(example.wrong())).extracting(Diagnostic::code).containsOnly(code);
    assertThat(diagnostics(example.right())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "gateway.tls.listen, gateway.tls.listen",
    "models.servers.max_fails, models[].servers[].max_fails",
    "models[].servers[].max_fails, models[].servers[].max_fails",
    "models[0].servers[12].max_fails, models[].servers[].max_fails",
    "models[0], models[]",
    "gateway.listen[1], gateway.listen[]",
    "api_keys.file, api_keys.file",
    "api_keys[3].previous.sha256, api_keys[].previous.sha256",
    "models.health.probe, models[].health.probe"
  })
  void findsAKeyByItsPath(String subject, String path) {
    assertThat(field(subject).path()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "models..name",
        "models[",
        "models[x].name",
        "version[0]",
        "gateway.tls.listen.x",
        "properties",
        "$ref",
        "models[-1]",
        "VN000",
        "\u001b[31m"
      })
  void knowsNothingElse(String subject) {
    assertThat(Explain.of(subject)).isInstanceOf(Explanation.Unknown.class);
  }

  @Test
  void isNotUpsetByALongSubject() {
    assertThat(meant("models[0].".repeat(10_000) + "name")).isEmpty();
  }

  @Test
  void saysWhatTheSchemaKnows() {
    Field weight = field("models.servers.weight");
    Field type = field("models.type");
    Field listen = field("gateway.listen");
    Field keys = field("api_keys");

    assertThat(weight.type()).isEqualTo("whole number");
    assertThat(weight.minimum()).isEqualTo(1);
    assertThat(weight.maximum()).isEqualTo(1000);
    assertThat(weight.standard()).isEqualTo(new Field.Value("1", "1"));
    assertThat(weight.directive()).isEqualTo("weight");
    assertThat(weight.example()).isEqualTo("models:\n  - servers:\n      - weight: 2\n");
    assertThat(type.values()).startsWith("chat", "embedding");
    assertThat(type.required()).isTrue();
    assertThat(listen.type()).isEqualTo("list of whole numbers or strings");
    assertThat(listen.standard()).isEqualTo(new Field.Value("[80]", "[80]"));
    assertThat(keys.type()).isEqualTo("list of mappings or mapping");
    assertThat(keys.keys()).extracting(Field.Key::name).startsWith("file", "id", "sha256");
    assertThat(field("api_keys.file").required()).isFalse();
    assertThat(field("models.name").description()).startsWith("What clients send");
  }

  static List<String> paths() {
    return CatalogFields.load().paths();
  }

  @ParameterizedTest
  @MethodSource("paths")
  void everyKeyHasAnExampleThatTheReaderTakes(String path) {
    Field field = field(path);

    assertThat(field.description()).isNotEmpty();
    assertThat(field.keys().isEmpty()).isEqualTo(field.example() != null);
    if (field.example() != null) {
      String place = field.path().replace("[]", "[0]");
      assertThat(diagnostics(field.example()))
          .as(field.example())
          .noneMatch(found -> found.isError() && isAbout(found, place));
      assertThat(YamlReader.read(new SourceText("catalog.yaml", field.example())).value())
          .isNotNull();
    }
  }

  /** Rules about several keys may find more in a catalog that has only one of them. */
  private static boolean isAbout(Diagnostic found, String place) {
    String code = found.code().id();
    String path = found.path().value();
    return !code.startsWith("VN4")
        && !code.startsWith("VN5")
        && (path.equals(place)
            || path.startsWith(place + "[")
            || found.code() == DiagnosticCode.UNKNOWN_KEY
            || found.code() == DiagnosticCode.WRONG_TYPE);
  }

  /** A word in brackets that is no directive must not pass for one. */
  @Test
  void namesWhatNginxCallsIt() {
    Map<String, String> directives = new TreeMap<>();
    Set<String> all = new TreeSet<>();
    for (String path : paths()) {
      String directive = field(path).directive();
      if (directive != null) {
        all.add(directive);
        directives.put(path.substring(path.lastIndexOf('.') + 1), directive);
      }
    }

    assertThat(directives)
        .containsEntry("connect_timeout", "proxy_connect_timeout")
        .containsEntry("certificate", "ssl_certificate");
    assertThat(all)
        .containsExactlyInAnyOrder(
            "js_engine",
            "user",
            "worker_connections",
            "pid",
            "listen",
            "server_name",
            "set_real_ip_from",
            "ssl_certificate",
            "ssl_certificate_key",
            "ssl_client_certificate",
            "client_max_body_size",
            "limit_req",
            "burst",
            "limit_conn",
            "proxy_connect_timeout",
            "proxy_read_timeout",
            "proxy_send_timeout",
            "max_fails",
            "fail_timeout",
            "weight",
            "max_conns",
            "backup",
            "down",
            "js_periodic",
            "listen … ssl");
  }

  @Test
  void everySubjectThatIsOfferedIsKnown() {
    List<String> unknown = new ArrayList<>();
    for (String subject : Explain.subjects()) {
      if (Explain.of(subject) instanceof Explanation.Unknown) {
        unknown.add(subject);
      }
    }
    assertThat(unknown).isEmpty();
    assertThat(paths()).contains("version", "gateway.limits.dry_run", "models.upstream_key.file");
  }

  @Test
  void saysWhatMayHaveBeenMeant() {
    assertThat(meant("VN2O1")).containsExactly("VN201");
    assertThat(meant("max_fails"))
        .containsExactly("defaults.max_fails", "models.servers.max_fails");
    assertThat(meant("servers[0].max_fails")).containsExactly("models.servers.max_fails");
    assertThat(meant("gateway.tls.lisen")).containsExactly("gateway.tls.listen");
    assertThat(meant("exit_code")).containsExactly("exit-codes");
    assertThat(meant("something-else-entirely")).isEmpty();
  }

  private static Field field(String subject) {
    return ((Explanation.OfField) Explain.of(subject)).field();
  }

  private static List<String> meant(String subject) {
    return ((Explanation.Unknown) Explain.of(subject)).meant();
  }
}
