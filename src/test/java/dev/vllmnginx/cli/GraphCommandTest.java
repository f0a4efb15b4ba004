package dev.vllmnginx.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.CommandLineRun;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class GraphCommandTest {
  @TempDir Path directory;
  private Path catalog = Path.of("unset");

  @BeforeEach
  void write() throws IOException {
    catalog = directory.resolve("catalog.yaml");
    Files.writeString(
        catalog,
        """
        version: 1
        gateway:
          listen: [80]
          server_name: [llm.example.com]
          unknown_model: qwen
        models:
          - name: qwen
            type: chat
            aliases: [gpt-4o]
            served_name: Qwen/Qwen3-8B
            servers:
              - {address: "10.0.0.1:8000", weight: 2}
              - {address: "10.0.0.2:8000", backup: true}
              - {address: "10.0.0.3:8000", down: true}
          - name: lora
            type: chat
            servers: [{address: "10.0.0.1:8000"}]
          - name: bge-m3
            type: embedding
            servers: [{address: "gpu-3:8000"}]
        """);
  }

  @Test
  void drawsForMarkdown() {
    CommandLineRun run = CommandLineRun.of("graph", catalog.toString());

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            flowchart LR
              clients([clients]) --> gateway["nginx<br>llm.example.com<br>http 80"]
              gateway --> m0["qwen<br>chat<br>alias gpt-4o<br>served as Qwen/Qwen3-8B<br>takes unknown names"]
              gateway --> m1["lora<br>chat"]
              gateway --> m2["bge-m3<br>embedding"]
              s0[("10.0.0.1:8000")]
              s1[("10.0.0.2:8000")]
              s2[("10.0.0.3:8000")]
              s3[("gpu-3:8000")]
              m0 -->|weight 2| s0
              m0 -.->|backup| s1
              m0 -.-x|down| s2
              m1 --> s0
              m2 --> s3
            """);
  }

  @Test
  void drawsAPicture() throws Exception {
    CommandLineRun run = CommandLineRun.of("graph", catalog.toString(), "--format", "svg");

    Document svg =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(run.out().getBytes(StandardCharsets.UTF_8)));
    assertThat(svg.getElementsByTagName("rect").getLength()).isEqualTo(2 + 3 + 4);
    // Beside the lines: the tip of their arrows.
    assertThat(svg.getElementsByTagName("path").getLength()).isEqualTo(1 + 1 + 3 + 5);
    assertThat(run.out()).contains(">10.0.0.1:8000<", ">served as Qwen/Qwen3-8B<", ">backup<");
    assertThat(CommandLineRun.of("graph", catalog.toString(), "--format", "svg").out())
        .isEqualTo(run.out());
  }

  @Test
  void saysWhichFormatsThereAre() {
    CommandLineRun run = CommandLineRun.of("graph", catalog.toString(), "--format", "png");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("expected mermaid or svg, not 'png'");
  }

  @Test
  void drawsNothingOfAnInvalidCatalog() throws IOException {
    Files.writeString(catalog, "version: 1\nmodels: []\n");

    CommandLineRun run = CommandLineRun.of("graph", catalog.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
  }
}
