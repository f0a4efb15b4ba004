package dev.vllmnginx.release;

import dev.vllmnginx.render.RenderedFile;
import dev.vllmnginx.render.RenderedTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A directory of its own for each test, and two trees to write into it. */
class OutputDirectoryFixture {
  static final RenderedTree ONE = tree("nginx.conf", "main\n", "conf.d/a.conf", "a\n");
  static final RenderedTree TWO =
      tree("nginx.conf", "main 2\n", "njs/http.js", "js\n", "conf.d/b.conf", "b\n");

  @TempDir Path parent;
  Path dir = Path.of("chosen before each test");

  @BeforeEach
  void choose() {
    dir = parent.resolve("out");
  }

  WriteOutcome write(RenderedTree tree, boolean force) {
    return new OutputDirectory(dir).write(tree, manifest(tree), force);
  }

  static Manifest manifest(RenderedTree tree) {
    return Manifest.of(tree, "vllm-nginx test", "c".repeat(64));
  }

  Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> all = Files.walk(dir)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        contents.put(dir.relativize(path).toString(), Files.readString(path));
      }
    }
    return contents;
  }

  static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  static RenderedTree tree(String... pathsAndTexts) {
    List<RenderedFile> files = new ArrayList<>();
    for (int i = 0; i < pathsAndTexts.length; i += 2) {
      files.add(new RenderedFile(pathsAndTexts[i], pathsAndTexts[i + 1], new TreeMap<>()));
    }
    return new RenderedTree(files);
  }
}
