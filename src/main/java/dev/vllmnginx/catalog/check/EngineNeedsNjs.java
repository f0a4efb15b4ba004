package dev.vllmnginx.catalog.check;

import dev.vllmnginx.catalog.Engine;
import dev.vllmnginx.catalog.NginxTarget;
import dev.vllmnginx.catalog.Version;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import java.util.List;

/** The declared njs has the declared engine. */
final class EngineNeedsNjs implements Rule {
  private static final Version OLDEST_QJS = Version.of(1, 0, 1);

  @Override
  public List<Finding> check(Subject subject) {
    NginxTarget target = subject.catalog().nginx();
    if (target.engine() == Engine.NJS || target.njs().isAtLeast(OLDEST_QJS)) {
      return List.of();
    }
    return List.of(
        Finding.error(
            DiagnosticCode.NEEDS_NEWER_NGINX,
            Paths.NGINX.key("engine"),
            "the engine qjs needs njs "
                + OLDEST_QJS
                + ", but the files must run on "
                + target.njs(),
            "declare njs: \"" + OLDEST_QJS + "\" if every nginx has it, or leave the engine out"));
  }
}
