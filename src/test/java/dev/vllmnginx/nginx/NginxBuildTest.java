package dev.vllmnginx.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NginxBuildTest {
  @Test
  void readsDebiansBuild() {
    NginxBuild build =
        NginxBuild.parse(
                """
                nginx version: nginx/1.30.6
                built by gcc 16.2.0 (Debian 16.2.0-3)
                TLS SNI support enabled
                configure arguments: --with-cc-opt='-g -O2 -Wformat' --prefix=/usr/share/nginx \
                --conf-path=/etc/nginx/nginx.conf --error-log-path=stderr --pid-path=/run/nginx.pid \
                --modules-path=/usr/lib/nginx/modules --with-http_ssl_module --with-stream=dynamic
                """)
            .orElseThrow();

    assertThat(build.version()).isEqualTo(new VersionNumber(1, 30, 6));
    assertThat(build.prefix()).isEqualTo("/usr/share/nginx");
    assertThat(build.confPath()).isEqualTo("/etc/nginx/nginx.conf");
    assertThat(build.pidPath()).isEqualTo("/run/nginx.pid");
    assertThat(build.modulesPath()).isEqualTo("/usr/lib/nginx/modules");
    assertThat(build.errorLogPath()).isEqualTo("stderr");
    assertThat(build.hasModule("http_ssl_module")).isTrue();
    assertThat(build.hasModule("http_v2_module")).isFalse();
    assertThat(build.hasModule("stream")).as("a dynamic module is not compiled in").isFalse();
    assertThat(build.options()).containsEntry("with-cc-opt", "-g -O2 -Wformat");
  }

  @Test
  void readsABuildFromSourceWithItsDefaults() {
    NginxBuild build =
        NginxBuild.parse("nginx version: openresty/1.25.3 (beta)\nconfigure arguments:\n")
            .orElseThrow();

    assertThat(build.version()).isEqualTo(new VersionNumber(1, 25, 3));
    assertThat(build.confPath()).isEqualTo("/usr/local/nginx/conf/nginx.conf");
    assertThat(build.errorLogPath()).isEqualTo("/usr/local/nginx/logs/error.log");
  }

  @Test
  void anotherProgramIsNotNginx() {
    assertThat(NginxBuild.parse("bash 5.2")).isEmpty();
    assertThat(NginxBuild.parse("")).isEmpty();
  }

  @Test
  void versionsAreComparedByNumber() {
    VersionNumber old = VersionNumber.parse("1.9.15").orElseThrow();
    VersionNumber recent = VersionNumber.parse("1.22").orElseThrow();

    assertThat(recent.isAtLeast(old)).isTrue();
    assertThat(old.isAtLeast(recent)).isFalse();
    assertThat(recent).hasToString("1.22.0");
    assertThat(VersionNumber.parse("1")).isEmpty();
    assertThat(VersionNumber.parse("1.2.3\n")).isEmpty();
  }
}
