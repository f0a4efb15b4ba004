package dev.vllmnginx.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ListModelsCommandTest {
  @TempDir Path directory;
  private Path catalog;

  @BeforeEach
  void writeCatalog() throws IOException {
    catalog =
        Files.writeString(
            directory.resolve("catalog.yaml"),
            """
            version: 1
            models:
              - name: qwen-1.5-7b-chat
                type: chat
                aliases: [qwen, chat]
                servers:
                  - {address: "10.0.0.11:8001", weight: 2, max_conns: 64}
                  - {address: "[2001:db8::1]:8001", backup: true}
              - name: bge
                type: embedding
                balance: round_robin
                servers: [{address: "gpu-3:8000", down: true}, {address: "gpu-4:8000"}]
            """);
  }

  private CommandLineRun list(Map<String, String> environment, String... options) {
    List<String> args = new ArrayList<>(List.of("list-models", catalog.toString()));
    args.addAll(List.of(options));
    return CommandLineRun.of(args, environment);
  }

  @Test
  void isOneLineForEachModelWithoutATerminal() {
    CommandLineRun run = list(Map.of("COLUMNS", "40"));

    assertThat(run.exit()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            NAME              TYPE       ALIASES     BALANCE      SERVERS
            qwen-1.5-7b-chat  chat       qwen, chat  least_conn   10.0.0.11:8001 weight=2 max_conns=64, [2001:db8::1]:8001 backup
            bge               embedding  -           round_robin  gpu-3:8000 down, gpu-4:8000
            """);
  }

  @Test
  void breaksListsWhereTheTerminalIsNarrow() {
    CommandLineRun run = list(Map.of("COLUMNS", "100", "VLLM_NGINX_TERMINAL", "yes"));

    assertThat(run.out())
        .isEqualTo(
            """
            NAME              TYPE       ALIASES  BALANCE      SERVERS
            qwen-1.5-7b-chat  chat       qwen     least_conn   10.0.0.11:8001 weight=2 max_conns=64
                                         chat                  [2001:db8::1]:8001 backup
            bge               embedding  -        round_robin  gpu-3:8000 down
                                                               gpu-4:8000
            """);
  }

  @Test
  void neverColours() {
    assertThat(list(Map.of("VLLM_NGINX_TERMINAL", "yes")).out()).doesNotContain("\u001b");
  }

  @Test
  void saysAllInJson() {
    CommandLineRun run = list(Map.of(), "--format", "json");

    JsonNode json = JsonMapper.shared().readTree(run.out());
    assertThat(json.path("schemaVersion").intValue()).isEqualTo(1);
    JsonNode model = json.path("models").path(0);
    assertThat(model.toString())
        .isEqualTo(
            "{\"name\":\"qwen-1.5-7b-chat\",\"type\":\"chat\","
                + "\"endpoints\":[\"/v1/chat/completions\",\"/v1/completions\",\"/v1/responses\","
                + "\"/v1/messages\",\"/v1/messages/count_tokens\"],\"aliases\":[\"qwen\",\"chat\"],\"served_name\":null,\"list_aliases\":true,"
                + "\"balance\":\"least_conn\",\"servers\":[{\"address\":\"10.0.0.11:8001\","
                + "\"weight\":2,\"max_conns\":64,\"max_fails\":3,\"fail_timeout\":\"10s\","
                + "\"backup\":false,\"down\":false},{\"address\":\"[2001:db8::1]:8001\","
                + "\"weight\":1,\"max_conns\":0,\"max_fails\":3,\"fail_timeout\":\"10s\","
                + "\"backup\":true,\"down\":false}],\"connect_timeout\":\"2s\","
                + "\"read_timeout\":\"600s\",\"send_timeout\":\"60s\",\"max_body_size\":\"32m\","
                + "\"line\":3}");
    assertThat(json.path("diagnostics").isArray()).isTrue();
  }

  @Test
  void hasNoModelsWhenTheCatalogIsInvalid() throws IOException {
    Files.writeString(catalog, "version: 1\nmodels: []\n");

    CommandLineRun text = list(Map.of());
    JsonNode json = JsonMapper.shared().readTree(list(Map.of(), "--format", "json").out());

    assertThat(text.exit()).isEqualTo(1);
    assertThat(text.out()).isEmpty();
    assertThat(text.err()).contains("VN206");
    assertThat(json.path("models").isNull()).isTrue();
    assertThat(json.path("diagnostics").path(0).path("code").stringValue()).isEqualTo("VN206");
  }
}
