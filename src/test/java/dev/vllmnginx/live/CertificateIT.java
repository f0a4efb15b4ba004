package dev.vllmnginx.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.CommandLineRun;
import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxVersion;
import dev.vllmnginx.testing.ServedGateway;
import dev.vllmnginx.testing.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Certificates change while the release stays what it is. */
class CertificateIT {
  private static final String SERVER = "127.0.0.1:9";

  private static Path file(ServedGateway gateway, String name) {
    return gateway.catalogFile().resolveSibling(name);
  }

  private static void certificate(ServedGateway gateway, int days, String host) throws IOException {
    TestCertificate.make(file(gateway, ""), days, host);
    // The clock of the machine and that of its files need not agree to the second.
    Instant later = Instant.now().plusSeconds(60);
    Files.setLastModifiedTime(file(gateway, "certificate.pem"), FileTime.from(later));
  }

  private static String tls(ServedGateway gateway) {
    return "tls: {listen: [\"127.0.0.1:%d\"], certificate: %s, certificate_key: %s, redirect: false}"
        .formatted(
            NginxGateway.freePort(), file(gateway, "certificate.pem"), file(gateway, "key.pem"));
  }

  private static Set<Long> workers(ServedGateway gateway) {
    return gateway
        .master()
        .orElseThrow()
        .children()
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @EnumSource(NginxVersion.class)
  void aRenewedCertificateIsReadByTheNextApply(NginxVersion version) throws Exception {
    try (ServedGateway gateway = new ServedGateway(version)) {
      certificate(gateway, 4, "api.example.org");
      gateway.catalog(SERVER, List.of("first"), "server_name: [gateway]", tls(gateway));
      CommandLineRun started = gateway.apply("--start");
      assertThat(started.exitCode()).as(started.err()).isZero();
      try (SteadyClient client = new SteadyClient(gateway)) {
        CommandLineRun same = gateway.apply();
        CommandLineRun strict = gateway.apply("--strict");
        CommandLineRun before = gateway.status();
        Set<Long> old = workers(gateway);
        certificate(gateway, 300, "gateway");
        CommandLineRun replaced = gateway.status();
        CommandLineRun applied = gateway.apply();
        CommandLineRun after = gateway.status();
        CommandLineRun again = gateway.apply("--strict");

        assertThat(started.err()).contains("in 3 days", "not for gateway");
        assertThat(same.exitCode()).as(same.err()).isZero();
        assertThat(same.err()).contains("in 3 days", "not for gateway");
        assertThat(same.out()).contains("live already; nothing to do");
        assertThat(strict.exitCode()).as(strict.err()).isEqualTo(3);
        assertThat(before.exitCode()).as(before.err()).isZero();
        assertThat(before.out())
            .containsPattern("until .*/certificate.pem  3 days left\\n")
            .containsOnlyOnce("until");
        assertThat(replaced.exitCode()).isEqualTo(1);
        assertThat(replaced.err())
            .contains(
                "/certificate.pem was replaced after nginx had read it",
                "`vllm-nginx apply --root " + gateway.root());
        assertThat(replaced.out())
            .contains("3 days left, as nginx has read it and clients are shown it")
            .contains("299 days left, as it is in the file; nginx has not read it");
        assertThat(applied.exitCode()).as(applied.err()).isZero();
        assertThat(applied.out()).contains("read the replaced " + file(gateway, "certificate.pem"));
        assertThat(workers(gateway)).isNotEmpty().doesNotContainAnyElementsOf(old);
        assertThat(after.exitCode()).as(after.err()).isZero();
        assertThat(after.out()).containsPattern("until .*/certificate.pem  299 days left\\n");
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out()).contains("live already; nothing to do");
        assertThat(Files.readString(gateway.root().resolve("journal.jsonl"), UTF_8))
            .contains("\"outcome\":\"renewed\"", "certificate.pem and ");
        client.assertServed();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(NginxVersion.class)
  void aCertificateThatHasExpiredStopsAnApplyButNotTheWayBack(NginxVersion version)
      throws Exception {
    try (ServedGateway gateway = new ServedGateway(version)) {
      certificate(gateway, 90, "localhost");
      String tls = tls(gateway);
      gateway.catalog(SERVER, List.of("first"), tls);
      CommandLineRun started = gateway.apply("--start");
      gateway.catalog(SERVER, List.of("first", "second"), tls);
      CommandLineRun changed = gateway.apply();
      TestCertificate.makeExpired(file(gateway, ""), "localhost");
      gateway.catalog(SERVER, List.of("first", "third"), tls);
      CommandLineRun refused = gateway.apply();
      CommandLineRun back = gateway.rollback();

      assertThat(started.exitCode()).as(started.err()).isZero();
      assertThat(changed.exitCode()).as(changed.err()).isZero();
      assertThat(refused.exitCode()).as(refused.err()).isEqualTo(3);
      assertThat(refused.err()).contains("error VN702", "the certificate expired on");
      assertThat(back.exitCode()).as(back.err()).isZero();
      assertThat(back.err()).contains("warning VN702", "the certificate expired on");
    }
  }

  @ParameterizedTest
  @EnumSource(NginxVersion.class)
  void aKeyThatDoesNotFitIsRefused(NginxVersion version) throws Exception {
    try (ServedGateway gateway = new ServedGateway(version)) {
      Files.write(file(gateway, "certificate.pem"), TestCertificate.certificate());
      Files.write(file(gateway, "key.pem"), TestCertificate.key());
      gateway.catalog(SERVER, List.of("first"), tls(gateway));
      CommandLineRun started = gateway.apply("--start");
      try (SteadyClient client = new SteadyClient(gateway)) {
        certificate(gateway, 90, "localhost");
        Files.write(file(gateway, "key.pem"), TestCertificate.key());
        CommandLineRun refused = gateway.apply();

        assertThat(started.exitCode()).as(started.err()).isZero();
        assertThat(started.err()).contains("warning VN703: gateway.tls.certificate_key");
        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(3);
        assertThat(refused.err()).contains("key values mismatch", "gateway.tls.certificate_key");
        client.assertServed();
      }
    }
  }
}
