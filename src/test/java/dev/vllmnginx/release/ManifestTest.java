package dev.vllmnginx.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vllmnginx.render.RenderedFile;
import dev.vllmnginx.render.RenderedTree;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
  private static final String CATALOG = "c".repeat(64);

  private static RenderedTree tree(String... pathsAndTexts) {
    List<RenderedFile> files = new java.util.ArrayList<>();
    for (int i = 0; i < pathsAndTexts.length; i += 2) {
      files.add(new RenderedFile(pathsAndTexts[i], pathsAndTexts[i + 1], new TreeMap<>()));
    }
    return new RenderedTree(files);
  }

  @Test
  void theFileThatTellsTheIdCountsWithoutIt() {
    RenderedTree blank =
        tree("a", "1", "conf.d/50-status.conf", "{\"release\":\"" + "0".repeat(16) + "\"}");
    String id = Manifest.releaseId(blank);

    RenderedTree stamped = ReleaseStamp.stamp(blank);

    assertThat(stamped.find("conf.d/50-status.conf").orElseThrow().text())
        .isEqualTo("{\"release\":\"" + id + "\"}");
    assertThat(Manifest.releaseId(stamped)).isEqualTo(id);
    assertThat(Manifest.of(stamped, "tool", CATALOG).release()).isEqualTo(id);
    assertThat(Manifest.releaseId(tree("a", "1", "conf.d/50-status.conf", "elsewhere")))
        .isNotEqualTo(id);
  }

  @Test
  void isTheSameTextOnEveryMachine() {
    Manifest manifest =
        Manifest.of(tree("nginx.conf", "b", "conf.d/a.conf", "a"), "tool 1", CATALOG);

    assertThat(manifest.toFile().path()).isEqualTo("manifest.json");
    assertThat(manifest.toFile().text())
        .isEqualTo(
            """
            {
              "schemaVersion": 1,
              "tool": "tool 1",
              "catalog": "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc",
              "release": "%s",
              "files": {
                "conf.d/a.conf": "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
                "nginx.conf": "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d"
              }
            }
            """
                .formatted(manifest.release()));
  }

  @Test
  void isReadBackAsItWasWritten() {
    Manifest manifest = Manifest.of(tree("nginx.conf", "b", "njs/http.js", "a"), "tool 1", CATALOG);

    assertThat(ManifestReader.read(manifest.toFile().text())).contains(manifest);
  }

  @Test
  void theReleaseIdIsOverPathsAndContents() {
    String id = Manifest.releaseId(tree("a", "1", "b", "2"));

    assertThat(id).matches("[0-9a-f]{16}");
    assertThat(Manifest.releaseId(tree("b", "2", "a", "1"))).isEqualTo(id);
    assertThat(Manifest.releaseId(tree("a", "2", "b", "1"))).isNotEqualTo(id);
    assertThat(Manifest.releaseId(tree("a", "1"))).isNotEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{",
        "{\"schemaVersion\": 1}",
        "{\"schemaVersion\": 2, \"tool\": \"t\", \"catalog\": \"CAT\", \"release\": \"0123456789abcdef\", \"files\": {}}",
        "{\"schemaVersion\": 1, \"tool\": \"t\", \"catalog\": \"CAT\", \"release\": \"0123456789abcdef\", \"files\": []}",
        "{\"schemaVersion\": 1, \"tool\": \"t\", \"catalog\": \"CAT\", \"release\": \"0123456789abcdef\", \"files\": {\"../x\": \"CAT\"}}",
        "{\"schemaVersion\": 1, \"tool\": \"t\", \"catalog\": \"CAT\", \"release\": \"0123456789abcdef\", \"files\": {\"/etc/x\": \"CAT\"}}",
        "{\"schemaVersion\": 1, \"tool\": \"t\", \"catalog\": \"CAT\", \"release\": \"0123456789abcdef\", \"files\": {\"a/./x\": \"CAT\"}}",
        "{\"schemaVersion\": 1, \"tool\": \"t\", \"catalog\": \"CAT\", \"release\": \"0123456789abcdef\", \"files\": {\"x\": \"short\"}}",
        "{\"schemaVersion\": 1, \"tool\": \"t\", \"catalog\": \"CAT\", \"release\": \"0123456789abcdef\", \"files\": {\"x\": {}}}"
      })
  void whatThisProgramDoesNotWriteIsNoManifest(String text) {
    assertThat(ManifestReader.read(text.replace("CAT", CATALOG))).isEmpty();
  }

  @Test
  void theSameTextWithGoodPathsIsOne() {
    assertThat(
            ManifestReader.read(
                "{\"schemaVersion\": 1, \"tool\": \"t\", \"catalog\": \"CAT\", \"release\": \"0123456789abcdef\", \"later\": [{}], \"files\": {\"a/x\": \"CAT\"}}"
                    .replace("CAT", CATALOG)))
        .isPresent();
  }

  @Test
  void aTreeMayNotBringItsOwnManifest() {
    assertThatThrownBy(() -> Manifest.of(tree("manifest.json", "{}"), "tool", CATALOG))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
