package dev.vllmnginx.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.app.apply.ApplyResult;
import dev.vllmnginx.testing.CommandLineRun;
import dev.vllmnginx.testing.NginxVersion;
import dev.vllmnginx.testing.ServedGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
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

  /** nginx runs already: the gateway joins it without a pause for the other site, or not at all. */
  @ParameterizedTest
  @EnumSource(NginxVersion.class)
  void joinsAnNginxThatServesAnotherSite(NginxVersion version) throws Exception {
    try (ServedGateway gateway = new ServedGateway(version)) {
      OtherSite site = new OtherSite(gateway, "etc", gateway.pidFile());
      site.start();
      List<String> before = List.of(site.file("conf.d").toFile().list());
      try (SteadyClient client =
          new SteadyClient(() -> site.answer().replace("the other site", "\"object\":\"list\""))) {
        site.catalog("no-such-host.invalid:1", "first");
        CommandLineRun refused = site.apply();
        List<String> after = List.of(site.file("conf.d").toFile().list());
        site.catalog("127.0.0.1:9", "first");
        CommandLineRun joined = site.apply();
        String models = site.models();

        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(3);
        assertThat(after).isEqualTo(before);
        assertThat(joined.exitCode()).as(joined.err()).isZero();
        assertThat(models).contains("\"first\"");
        client.assertServed();
      }
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

  /** The other way to include the gateway was gone first: {@code generate --out}. */
  @ParameterizedTest
  @EnumSource(NginxVersion.class)
  void whatIsInTheWayStopsTheFirstApplyAndNothingIsLeftBehind(NginxVersion version)
      throws IOException {
    try (ServedGateway gateway = new ServedGateway(version)) {
      OtherSite site = new OtherSite(gateway, "etc", gateway.pidFile());
      Files.createDirectories(site.file("vllm-nginx/conf.d"));
      site.catalog("127.0.0.1:9", "first");

      CommandLineRun refused = site.apply("--start");

      assertThat(refused.exitCode()).as(refused.err()).isEqualTo(6);
      assertThat(refused.err()).contains(site.file("vllm-nginx") + " is there already");
      assertThat(site.file("conf.d/vllm-nginx.conf")).doesNotExist();
      assertThat(gateway.root().resolve("nginx-conf")).doesNotExist();
    }
  }

  /** Somebody edits a file of another site, has not told nginx yet, and made a mistake. */
  @ParameterizedTest
  @EnumSource(NginxVersion.class)
  void aMistakeInAnotherSiteIsShownAndNothingIsActivated(NginxVersion version) throws Exception {
    try (ServedGateway gateway = new ServedGateway(version)) {
      OtherSite site = new OtherSite(gateway, "etc", gateway.pidFile());
      site.catalog("127.0.0.1:9", "first");
      assertThat(site.apply("--start").exitCode()).isZero();
      Path edited = site.file("conf.d/site.conf");
      String right = Files.readString(edited);
      List<String> files = gateway.files();
      try (SteadyClient client = new SteadyClient(site::models)) {
        Files.writeString(edited, right + "servre { }\n");
        CommandLineRun same = site.apply();
        site.catalog("127.0.0.1:9", "first", "second");
        CommandLineRun refused = site.apply();
        Files.writeString(
            site.main(), site.mainText().replace(site.file("") + "/conf.d", "conf.d"));
        CommandLineRun relative = site.apply();
        List<String> after = gateway.files();
        CommandLineRun back = site.rollback(gateway.current());
        String first = gateway.current();
        Files.writeString(edited, right);
        CommandLineRun mended = site.apply();

        assertThat(same.exitCode()).as(same.err()).isZero();
        for (CommandLineRun run : List.of(refused, relative, back)) {
          assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
          assertThat(run.err())
              .contains("unknown directive \"servre\"", edited + ":2", "nothing was activated");
        }
        assertThat(after).isEqualTo(files);
        assertThat(mended.exitCode()).as(mended.err()).isZero();
        assertThat(gateway.previous()).isEqualTo(first);
        assertThat(site.models()).contains("\"second\"");
        client.assertServed();
      }
      assertThat(site.answer()).isEqualTo("the other site");
    }
  }

  /** The same between the test and the reload: nginx keeps what it runs, and says why. */
  @ParameterizedTest
  @EnumSource(NginxVersion.class)
  void aMistakeInTheLastMomentIsTakenBackThoughNginxReloadsNothing(NginxVersion version)
      throws Exception {
    try (ServedGateway gateway = new ServedGateway(version)) {
      OtherSite site = new OtherSite(gateway, "etc", gateway.pidFile());
      site.catalog("127.0.0.1:9", "first");
      assertThat(site.apply("--start").exitCode()).isZero();
      String first = gateway.current();
      List<String> files = gateway.files();
      Path edited = site.file("conf.d/site.conf");
      String right = Files.readString(edited);
      site.catalog("127.0.0.1:9", "first", "second");
      try (SteadyClient client = new SteadyClient(site::models)) {
        ApplyResult result =
            CrashingApply.run(
                gateway.catalogFile().toString(),
                gateway.root(),
                gateway.program(),
                site.main(),
                step -> {
                  if (step.equals("linked current")) {
                    gateway.write(edited, right + "servre { }\n");
                  }
                });
        String current = gateway.current();
        String running = gateway.running();
        List<String> after = gateway.files();
        Files.writeString(edited, right);
        CommandLineRun mended = site.apply();

        assertThat(result).isInstanceOf(ApplyResult.RolledBack.class);
        ApplyResult.RolledBack back = (ApplyResult.RolledBack) result;
        assertThat(back.from()).isEqualTo(first);
        assertThat(back.errors())
            .anySatisfy(
                error ->
                    assertThat(error)
                        .contains("unknown directive \"servre\" in conf.d/site.conf:2"));
        assertThat(current).isEqualTo(first);
        assertThat(running).isEqualTo(first);
        assertThat(after).isEqualTo(files);
        assertThat(mended.exitCode()).as(mended.err()).isZero();
        assertThat(site.models()).contains("\"second\"");
        client.assertServed();
      }
    }
  }
}
