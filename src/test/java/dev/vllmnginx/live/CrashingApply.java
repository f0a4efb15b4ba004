package dev.vllmnginx.live;

import dev.vllmnginx.app.CatalogFile;
import dev.vllmnginx.app.LocalNginx;
import dev.vllmnginx.app.apply.Apply;
import dev.vllmnginx.app.apply.ApplyEvents;
import dev.vllmnginx.app.apply.ApplyResult;
import dev.vllmnginx.app.apply.ApplyStep;
import dev.vllmnginx.app.apply.Preflight;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.release.ReleaseStore;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * An apply that ends as by a kill when it comes to a certain step, or that only tells its steps.
 */
final class CrashingApply {
  /** What {@link Runtime#halt} gives. */
  static final int HALTED = 137;

  private CrashingApply() {}

  /** Arguments: the catalog, the root, nginx, its main file, and the step at which to halt. */
  public static void main(String[] args) {
    run(
        args[0],
        Path.of(args[1]),
        Path.of(args[2]),
        Path.of(args[3]),
        step -> {
          if (step.equals(args[4])) {
            // No finally, no shutdown hook: as if it were killed.
            Runtime.getRuntime().halt(HALTED);
          }
        });
  }

  static ApplyResult run(String catalog, Path root, Path nginx, Consumer<String> steps) {
    return run(catalog, root, nginx, Path.of("/etc/nginx/nginx.conf"), steps);
  }

  static ApplyResult run(
      String catalog, Path root, Path nginx, Path including, Consumer<String> steps) {
    ApplyEvents events =
        new ApplyEvents() {
          @Override
          public void begun(ApplyStep step) {
            steps.accept("begin " + step.id());
          }

          @Override
          public void ended(ApplyStep step, boolean ok, Duration time, String detail) {
            steps.accept("end " + step.id());
          }

          @Override
          public void found(List<Diagnostic> diagnostics) {}
        };
    return new Apply(
            Apply.Request.plain("tester", including),
            new ReleaseStore(root, steps),
            (main, content) -> LocalNginx.find(nginx, "").live(main, content),
            Preflight.none(),
            events)
        .run(() -> CatalogFile.read(catalog, InputStream.nullInputStream()));
  }
}
