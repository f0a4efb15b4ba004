package dev.vllmnginx.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.process.ProgramRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NginxBinaryIT {
  private static final ProgramRunner PROGRAMS = ProgramRunner.local();

  static Stream<NginxBinary> nginxes() {
    return TestNginxes.all();
  }

  @ParameterizedTest
  @MethodSource("nginxes")
  void knowsWhatItIs(NginxBinary nginx) {
    assertThat(nginx.build().version().isAtLeast(new VersionNumber(1, 22, 0))).isTrue();
    assertThat(nginx.build().hasModule("http_ssl_module")).isTrue();
    assertThat(nginx.build().hasModule("http_v2_module")).isTrue();
  }

  @ParameterizedTest
  @MethodSource("nginxes")
  void asksNjsForItsVersionAndEngines(NginxBinary nginx) {
    Optional<NjsProbe.Facts> facts = NjsProbe.ask(nginx, PROGRAMS);

    assertThat(facts).isPresent();
    VersionNumber version = facts.get().version();
    // As measured: Debian's 0.7.9 and 0.8.9 have one engine, 1.0.2 has two.
    assertThat(version.isAtLeast(new VersionNumber(0, 7, 9))).isTrue();
    assertThat(facts.get().quickJs()).isEqualTo(version.isAtLeast(new VersionNumber(0, 9, 0)));
    assertThat(version.isAtLeast(new VersionNumber(0, 8, 0)))
        .isEqualTo(nginx.build().version().isAtLeast(new VersionNumber(1, 26, 0)));
  }

  @Test
  void whatIsNotNginxIsSaid(@TempDir Path dir) throws Exception {
    Path text = Files.writeString(dir.resolve("nginx"), "not a program");

    assertThatThrownBy(() -> NginxBinary.at(text, PROGRAMS))
        .isInstanceOf(WorldException.class)
        .hasMessageContaining("is not a program");
    assertThatThrownBy(() -> NginxBinary.at(Path.of("/bin/echo"), PROGRAMS))
        .isInstanceOf(WorldException.class)
        .hasMessageContaining("is not nginx");
    assertThat(NginxBinary.find(dir.toString(), PROGRAMS).map(NginxBinary::path))
        .as("a file that cannot be executed is passed over")
        .isNotEqualTo(Optional.of(text));
  }
}
