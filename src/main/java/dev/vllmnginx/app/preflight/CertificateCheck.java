package dev.vllmnginx.app.preflight;

import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Severity;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether clients will accept a certificate. nginx does not ask: it loads one that expired years
 * ago, or that is for another host.
 */
public final class CertificateCheck {
  /** How long before its end a certificate is worth a warning. */
  public static final Duration EARLY = Duration.ofDays(30);

  /** The kind of alternative name that is a host (RFC 5280, dNSName). */
  private static final int DNS_NAME = 2;

  private CertificateCheck() {}

  /**
   * The certificate of a server: the first of its file, the others are of those who signed it.
   *
   * @param pem the file
   * @return empty when there is none that Java can read
   */
  public static Optional<X509Certificate> read(byte[] pem) {
    return readAll(pem).stream().findFirst();
  }

  private static List<X509Certificate> readAll(byte[] pem) {
    try {
      Collection<?> all =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem));
      return all.stream().map(X509Certificate.class::cast).toList();
    } catch (CertificateException e) {
      return List.of();
    }
  }

  /** Whole days until its end, rounded down; negative when it is over. */
  public static long daysLeft(X509Certificate certificate, Instant now) {
    return Math.floorDiv(
        Duration.between(now, certificate.getNotAfter().toInstant()).toSeconds(), 86_400L);
  }

  /**
   * What keeps the certificates of clients from being accepted.
   *
   * @param pem the file of those who sign them
   */
  public static List<Problem> checkAuthorities(byte[] pem, Instant now) {
    List<X509Certificate> all = readAll(pem);
    if (all.isEmpty()) {
      return List.of(
          new Problem(
              DiagnosticCode.CERTIFICATE,
              Severity.ERROR,
              "there is no certificate in the file of those who sign clients' certificates",
              "it holds their certificates in PEM"));
    }
    List<Problem> problems = new ArrayList<>();
    all.forEach(authority -> time(authority, now).ifPresent(problems::add));
    return problems;
  }

  /**
   * What clients would complain about.
   *
   * @param hosts the names by which clients know the gateway
   */
  public static List<Problem> check(X509Certificate certificate, List<String> hosts, Instant now) {
    List<Problem> problems = new ArrayList<>();
    time(certificate, now).ifPresent(problems::add);
    List<String> names = names(certificate);
    for (String host : hosts) {
      if (names.stream().noneMatch(name -> matches(name, host))) {
        problems.add(
            new Problem(
                DiagnosticCode.CERTIFICATE,
                Severity.WARNING,
                "the certificate is not for " + host + ", so clients will refuse it there",
                names.isEmpty()
                    ? "it names no host (subjectAltName)"
                    : "it is for " + String.join(", ", names)));
      }
    }
    return problems;
  }

  private static Optional<Problem> time(X509Certificate certificate, Instant now) {
    Instant begin = certificate.getNotBefore().toInstant();
    Instant end = certificate.getNotAfter().toInstant();
    long days = daysLeft(certificate, now);
    if (now.isAfter(end)) {
      return Optional.of(error("the certificate expired on " + day(end), "renew it"));
    }
    if (now.isBefore(begin)) {
      return Optional.of(
          error(
              "the certificate is not valid before " + day(begin),
              "wait, or check the clock of this machine"));
    }
    return Duration.between(now, end).compareTo(EARLY) > 0
        ? Optional.empty()
        : Optional.of(
            new Problem(
                DiagnosticCode.CERTIFICATE,
                Severity.WARNING,
                "the certificate expires on "
                    + day(end)
                    + (days == 0
                        ? ", within a day"
                        : days == 1 ? ", in a day" : ", in " + days + " days"),
                "renew it"));
  }

  private static Problem error(String message, String hint) {
    return new Problem(DiagnosticCode.CERTIFICATE, Severity.ERROR, message, hint);
  }

  private static String day(Instant time) {
    return time.toString().substring(0, "2026-01-01".length());
  }

  private static List<String> names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      for (List<?> name : all == null ? List.<List<?>>of() : all) {
        if (Integer.valueOf(DNS_NAME).equals(name.get(0))) {
          names.add(String.valueOf(name.get(1)).toLowerCase(Locale.ROOT));
        }
      }
    } catch (CertificateParsingException e) {
      // Then it names nobody that a client could find either.
    }
    return names;
  }

  /** RFC 6125: a star stands for exactly one label, the first. */
  private static boolean matches(String name, String host) {
    String wanted = host.toLowerCase(Locale.ROOT);
    if (!name.startsWith("*.")) {
      return name.equals(wanted);
    }
    int dot = wanted.indexOf('.');
    return dot > 0 && name.substring(1).equals(wanted.substring(dot));
  }
}
