package dev.vllmnginx.catalog.check;

import dev.vllmnginx.catalog.NginxTarget;
import dev.vllmnginx.catalog.Version;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import java.util.ArrayList;
import java.util.List;

/** A declared version that is newer than every version this program was tested with. */
final class TestedTarget implements Rule {
  private static final Version NEWEST_NGINX = Version.of(1, 30, 6);
  private static final Version NEWEST_NJS = Version.of(1, 0, 2);

  @Override
  public List<Finding> check(Subject subject) {
    NginxTarget target = subject.catalog().nginx();
    List<Finding> findings = new ArrayList<>();
    check("nginx", "version", target.version(), NEWEST_NGINX, findings);
    check("njs", "njs", target.njs(), NEWEST_NJS, findings);
    return findings;
  }

  /** A newer patch of a tested release is as good as tested. */
  private static void check(
      String program, String key, Version declared, Version newest, List<Finding> findings) {
    boolean tested =
        declared.major() < newest.major()
            || (declared.major() == newest.major() && declared.minor() <= newest.minor());
    if (!tested) {
      findings.add(
          Finding.warning(
              DiagnosticCode.UNTESTED_TARGET,
              Paths.NGINX.key(key),
              program + " " + declared + " was never tested, only versions up to " + newest,
              "declare the lowest version that the files must run on"));
    }
  }
}
