package dev.vllmnginx.app.preflight;

import dev.vllmnginx.app.apply.Preflight;
import dev.vllmnginx.catalog.HostName;
import dev.vllmnginx.catalog.Tls;
import dev.vllmnginx.catalog.check.Listeners;
import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Severity;
import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.nginx.LiveNginx;
import dev.vllmnginx.process.ProcessTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code nginx -t} does not look at: ports that others have, certificates that clients refuse,
 * directories that others may change, full disks.
 */
public final class MachineCheck implements Preflight {
  private static final CatalogPath TLS = CatalogPath.ROOT.key("gateway").key("tls");
  private static final CatalogPath LOG = CatalogPath.ROOT.key("logging").key("error_log");

  /** For links, journal and another release or two. */
  private static final long ROOM_FOR_RELEASES = 1L << 20;

  /** Below this, logs will not last for long. */
  private static final long ROOM_FOR_LOGS = 64L << 20;

  private final Path root;
  private final ProcessTable processes;

  /**
   * @param root where the releases are; exists when the check is made
   */
  public MachineCheck(Path root) {
    this.root = root;
    this.processes = ProcessTable.local();
  }

  @Override
  public List<Diagnostic> check(CatalogDocument document, LiveNginx nginx) {
    List<Diagnostic> found = new ArrayList<>();
    nginx
        .processesHere()
        .ifPresent(
            ours -> {
              PortCheck ports = new PortCheck(processes, ours);
              for (Listeners.Listener listener : Listeners.of(document.catalog())) {
                ports
                    .check(listener.address())
                    .map(p -> p.at(listener.path()))
                    .ifPresent(found::add);
              }
              logs(document).forEach(problem -> found.add(problem.at(LOG)));
            });
    Tls tls = document.catalog().gateway().tls();
    if (tls != null) {
      found.addAll(certificate(document, tls, nginx));
    }
    directories().forEach(problem -> found.add(problem.at(CatalogPath.ROOT)));
    return found.stream()
        .map(diagnostic -> diagnostic.at(document.locate(diagnostic.path()).orElse(null)))
        .toList();
  }

  private List<Diagnostic> certificate(CatalogDocument document, Tls tls, LiveNginx nginx) {
    List<Diagnostic> found = new ArrayList<>();
    List<String> hosts =
        document.catalog().gateway().serverNames().stream().map(HostName::value).toList();
    try {
      byte[] pem = nginx.read(Path.of(tls.certificate()));
      CertificateCheck.read(pem).stream()
          .flatMap(read -> CertificateCheck.check(read, hosts, Instant.now()).stream())
          .forEach(problem -> found.add(problem.at(TLS.key("certificate"))));
    } catch (IOException e) {
      // nginx -t has read it, so it is of another user's world, and nothing can be said.
    }
    String clientCa = tls.clientCa();
    if (clientCa != null) {
      found.addAll(clientCa(clientCa, nginx));
    }
    Path key = Path.of(tls.certificateKey());
    if (nginx.processesHere().isPresent() && isExposed(key)) {
      found.add(
          new Problem(
                  DiagnosticCode.EXPOSED_KEY,
                  Severity.WARNING,
                  "every user of this machine may read " + key,
                  "`chmod 600 " + key + "`: nginx's master reads it as root")
              .at(TLS.key("certificate_key")));
    }
    return found;
  }

  private static List<Diagnostic> clientCa(String path, LiveNginx nginx) {
    List<Diagnostic> found = new ArrayList<>();
    try {
      CertificateCheck.checkAuthorities(nginx.read(Path.of(path)), Instant.now())
          .forEach(problem -> found.add(problem.at(TLS.key("client_ca"))));
    } catch (IOException e) {
      // As above: nginx -t has read it.
    }
    return found;
  }

  private static boolean isExposed(Path key) {
    try {
      return Files.getPosixFilePermissions(key).contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static List<Problem> logs(CatalogDocument document) {
    Path directory = Path.of(document.catalog().logging().errorLog()).getParent();
    return directory != null && Files.isDirectory(directory)
        ? DirectoryCheck.space(directory, ROOM_FOR_LOGS, Severity.WARNING)
        : List.of();
  }

  private List<Problem> directories() {
    try {
      int owner = ((Number) Files.getAttribute(root, "unix:uid")).intValue();
      List<Problem> problems = new ArrayList<>(DirectoryCheck.owners(root, owner));
      problems.addAll(DirectoryCheck.space(root, ROOM_FOR_RELEASES, Severity.ERROR));
      return problems;
    } catch (IOException e) {
      throw new WorldException(WorldException.Kind.IO, "cannot look at " + root + ": " + e, e);
    }
  }
}
