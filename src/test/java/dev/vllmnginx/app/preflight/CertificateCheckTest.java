package dev.vllmnginx.app.preflight;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.diagnostics.Severity;
import dev.vllmnginx.testing.TestCertificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The certificate of the tests is for localhost and lasts 90 days. */
class CertificateCheckTest {
  private static final X509Certificate CERTIFICATE =
      CertificateCheck.read(TestCertificate.certificate()).orElseThrow();
  private static final Instant END = CERTIFICATE.getNotAfter().toInstant();
  private static final Instant BEGIN = CERTIFICATE.getNotBefore().toInstant();

  private static List<Problem> check(Instant now) {
    return CertificateCheck.check(CERTIFICATE, List.of("localhost"), now);
  }

  @Test
  void refusesOneThatHasExpired() {
    assertThat(check(END.plusSeconds(1)))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.severity()).isEqualTo(Severity.ERROR);
              assertThat(problem.message())
                  .isEqualTo("the certificate expired on " + END.toString().substring(0, 10));
            });
    assertThat(CertificateCheck.daysLeft(CERTIFICATE, END.plusSeconds(1))).isEqualTo(-1);
  }

  @Test
  void refusesOneThatIsNotYetValid() {
    assertThat(check(BEGIN.minusSeconds(1)))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.severity()).isEqualTo(Severity.ERROR);
              assertThat(problem.message()).contains("is not valid before");
            });
  }

  @ParameterizedTest
  @CsvSource({"0, within a day", "1, in a day", "2, in 2 days", "29, in 29 days"})
  void warnsInTime(int days, String words) {
    assertThat(check(END.minus(Duration.ofDays(days)).minusSeconds(60)))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.severity()).isEqualTo(Severity.WARNING);
              assertThat(problem.message()).endsWith(words);
            });
  }

  @Test
  void saysNothingOfOneThatLasts() {
    // Thirty days are just not more than thirty days.
    assertThat(check(END.minus(CertificateCheck.EARLY).minusSeconds(1))).isEmpty();
    assertThat(check(END.minus(CertificateCheck.EARLY))).hasSize(1);
  }

  @Test
  void warnsOfHostsThatItIsNotFor() {
    List<Problem> problems =
        CertificateCheck.check(
            CERTIFICATE,
            List.of("LOCALHOST", "api.example.com"),
            END.minus(CertificateCheck.EARLY).minusSeconds(1));

    assertThat(problems)
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.severity()).isEqualTo(Severity.WARNING);
              assertThat(problem.message()).contains("not for api.example.com");
              assertThat(problem.hint()).isEqualTo("it is for localhost");
            });
  }

  @Test
  void readsNothingFromWhatIsNoCertificate() {
    assertThat(CertificateCheck.read("no certificate".getBytes(UTF_8))).isEmpty();
    assertThat(CertificateCheck.read(new byte[0])).isEmpty();
  }
}
