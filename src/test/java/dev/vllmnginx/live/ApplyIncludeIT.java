package dev.vllmnginx.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.CommandLineRun;
import dev.vllmnginx.testing.NginxVersion;
import dev.vllmnginx.testing.ServedGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gateway in an nginx that serves another site, whose files are laid out as Debian's are. */
class ApplyIncludeIT {
  @ParameterizedTest
  @EnumSource(NginxVersion.class)
  void goesLiveChangesGoesBackAndLeavesTheOtherSiteAlone(NginxVersion version) throws IOException {
    try (ServedGateway gateway = new ServedGateway(version)) {
      OtherSite site = new OtherSite(gateway, "etc", gateway.pidFile());
      site.catalog("127.0.0.1:9", "first");
      CommandLineRun started = site.apply("--start");
      String first = gateway.current();
      String firstModels = site.models();
      CommandLineRun again = site.apply();
      site.catalog("127.0.0.1:9", "second");
      CommandLineRun changed = site.apply();
      String secondModels = site.models();
      site.catalog("no-such-host.invalid:1", "third");
      CommandLineRun refused = site.apply();
      CommandLineRun back = site.rollback();

      assertThat(started.exitCode()).as(started.err()).isZero();
      assertThat(firstModels).contains("\"first\"");
      assertThat(again.out()).contains("is live already");
      assertThat(changed.exitCode()).as(changed.err()).isZero();
      assertThat(secondModels).contains("\"second\"").doesNotContain("\"first\"");
      assertThat(refused.exitCode()).as(refused.err()).isEqualTo(3);
      assertThat(refused.err())
          .contains("catalog.yaml:7:", "conf.d/20-upstreams.conf", "no-such-host.invalid");
      assertThat(back.exitCode()).as(back.err()).isZero();
      assertThat(gateway.current()).isEqualTo(first);
      assertThat(site.models()).contains("\"first\"");
      assertThat(site.answer()).isEqualTo("the other site");
      assertThat(gateway.files()).noneMatch(path -> path.startsWith("."));
    }
  }

  @ParameterizedTest
  @EnumSource(NginxVersion.class)
  void aFirstReleaseThatNginxRefusesLeavesNothingBehind(NginxVersion version) throws IOException {
    try (ServedGateway gateway = new ServedGateway(version)) {
      OtherSite site = new OtherSite(gateway, "etc", gateway.pidFile());
      site.catalog("no-such-host.invalid:1", "first");

      CommandLineRun refused = site.apply("--start");

      assertThat(refused.exitCode()).as(refused.err()).isEqualTo(3);
      assertThat(site.file("conf.d/vllm-nginx.conf")).doesNotExist();
      assertThat(Files.exists(site.file("vllm-nginx"), LinkOption.NOFOLLOW_LINKS)).isFalse();
      assertThat(gateway.current()).isEmpty();
    }
  }
}
