package dev.vllmnginx.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TargetCheckTest {
  private static final NginxBinary LOCAL =
      new NginxBinary(
          Path.of("/usr/sbin/nginx"),
          new NginxBuild(new VersionNumber(1, 22, 1), Map.of("with-http_ssl_module", "")));
  private static final Optional<NjsProbe.Facts> NJS =
      Optional.of(new NjsProbe.Facts(new VersionNumber(0, 7, 9), false));

  private static TargetCheck target(String nginx, String njs, String... modules) {
    return new TargetCheck(
        VersionNumber.parse(nginx).orElseThrow(),
        VersionNumber.parse(njs).orElseThrow(),
        false,
        List.of(modules));
  }

  @Test
  void theSameAndNewerVersionsAreNoMismatch() {
    assertThat(target("1.22.1", "0.7.9", "http_ssl_module").compare(LOCAL, NJS)).isEmpty();
    assertThat(target("1.20", "0.7").compare(LOCAL, NJS)).isEmpty();
  }

  @Test
  void everyMismatchIsSaid() {
    assertThat(target("1.25.1", "0.8.0", "http_v2_module").compare(LOCAL, NJS))
        .extracting(TargetCheck.Mismatch::message)
        .containsExactly(
            "/usr/sbin/nginx is nginx 1.22.1, older than 1.25.1",
            "/usr/sbin/nginx has njs 0.7.9, older than 0.8.0",
            "/usr/sbin/nginx was built without http_v2_module");
  }

  @Test
  void aMissingEngineIsSaid() {
    VersionNumber old = new VersionNumber(0, 7, 9);
    TargetCheck target = new TargetCheck(old, old, true, List.of());

    assertThat(target.compare(LOCAL, NJS))
        .extracting(TargetCheck.Mismatch::message)
        .containsExactly("/usr/sbin/nginx has njs without the engine qjs");
    assertThat(target.compare(LOCAL, Optional.of(new NjsProbe.Facts(old, true)))).isEmpty();
  }

  @Test
  void aMissingModuleIsSaid() {
    assertThat(target("1.22", "0.7.9").compare(LOCAL, Optional.empty()))
        .extracting(TargetCheck.Mismatch::message)
        .containsExactly("/usr/sbin/nginx has no njs module");
  }
}
