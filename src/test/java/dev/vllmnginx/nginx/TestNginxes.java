package dev.vllmnginx.nginx;

import dev.vllmnginx.process.ProgramRunner;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The nginx that these tests run: those of the system property {@code nginx.binaries}, paths
 * separated by colons, or else the one that is installed.
 */
final class TestNginxes {
  private TestNginxes() {}

  static Stream<NginxBinary> all() {
    String paths = System.getProperty("nginx.binaries", "");
    ProgramRunner programs = ProgramRunner.local();
    return paths.isBlank()
        ? NginxBinary.find("", programs).stream()
        : Arrays.stream(paths.split(":")).map(path -> NginxBinary.at(Path.of(path), programs));
  }
}
