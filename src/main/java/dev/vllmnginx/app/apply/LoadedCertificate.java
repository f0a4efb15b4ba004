package dev.vllmnginx.app.apply;

import dev.vllmnginx.catalog.Gateway;
import dev.vllmnginx.catalog.Tls;
import dev.vllmnginx.nginx.LiveNginx;
import dev.vllmnginx.nginx.LiveNginx.Master;
import dev.vllmnginx.nginx.Worker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What clients are shown, and what is in the file: nginx reads certificates when it reads its
 * configuration, and not again.
 *
 * @param served the certificate that clients are shown; null when that cannot be known, as of an
 *     nginx with a network of its own
 * @param replaced the files that say something else than nginx has read
 */
public record LoadedCertificate(@Nullable X509Certificate served, List<String> replaced) {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** How far the start of a process and the time of a file may differ that happened at once. */
  private static final Duration CLOCKS = Duration.ofSeconds(2);

  public LoadedCertificate {
    replaced = List.copyOf(replaced);
  }

  /** Looks at the gateway of a catalog and at the nginx that serves it. */
  public static LoadedCertificate of(Gateway gateway, LiveNginx nginx, Master master) {
    Tls tls = gateway.tls();
    if (tls == null || nginx.processesHere().isEmpty()) {
      return new LoadedCertificate(null, List.of());
    }
    List<Certificate> shown = new OwnClient(gateway).shown(PATIENCE).orElse(List.of());
    List<? extends Certificate> written = inFile(nginx, tls.certificate());
    X509Certificate served = shown.isEmpty() ? null : (X509Certificate) shown.get(0);
    if (served == null || written.isEmpty()) {
      return new LoadedCertificate(served, newer(tls, nginx, master, CLOCKS));
    }
    // Another site on the same port may be shown for ever: what is old was not replaced.
    return new LoadedCertificate(
        served, shown.equals(written) ? List.of() : newer(tls, nginx, master, CLOCKS.negated()));
  }

  private static List<? extends Certificate> inFile(LiveNginx nginx, String file) {
    try {
      return List.copyOf(
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(nginx.read(Path.of(file)))));
    } catch (IOException | CertificateException e) {
      return List.of();
    }
  }

  /** Of the workers that accept connections the oldest: a younger one may follow one that died. */
  private static List<String> newer(Tls tls, LiveNginx nginx, Master master, Duration by) {
    Optional<Instant> read =
        nginx.allWorkers(master).stream()
            .filter(worker -> !worker.shuttingDown())
            .map(Worker::start)
            .min(Comparator.naturalOrder());
    return Stream.of(tls.certificate(), tls.certificateKey())
        .filter(file -> read.filter(time -> isNewer(file, time.plus(by))).isPresent())
        .toList();
  }

  /** What is moved to its place keeps the time of its content, but not of its change. */
  private static boolean isNewer(String file, Instant time) {
    Path path = Path.of(file);
    try {
      return Files.getLastModifiedTime(path).toInstant().isAfter(time)
          || changed(path).isAfter(time)
          || changed(path, LinkOption.NOFOLLOW_LINKS).isAfter(time);
    } catch (IOException e) {
      // Whether it can be read is asked elsewhere.
      return false;
    }
  }

  private static Instant changed(Path path, LinkOption... options) throws IOException {
    return ((FileTime) Files.getAttribute(path, "unix:ctime", options)).toInstant();
  }
}
