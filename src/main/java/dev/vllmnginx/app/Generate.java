package dev.vllmnginx.app;

import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.diagnostics.Visible;
import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.release.Manifest;
import dev.vllmnginx.release.OutputDirectory;
import dev.vllmnginx.release.OutputPlan;
import dev.vllmnginx.release.ReleaseRoot;
import dev.vllmnginx.release.WriteOutcome;
import dev.vllmnginx.render.RenderedTree;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Renders a catalog and writes the files, or compares them with what is there. */
public final class Generate {
  /**
   * What is wanted.
   *
   * @param out the directory to write to; null: nothing is written
   * @param check whether the directory is only compared
   * @param force whether edited files and files of others in the way are overwritten
   * @param strict whether warnings count as errors
   * @param nginx what tests the configuration first; null: nothing does
   */
  public record Request(
      @Nullable Path out,
      boolean check,
      boolean force,
      boolean strict,
      @Nullable LocalNginx nginx) {}

  private final Request request;
  private final Consumer<List<Diagnostic>> findings;

  /**
   * @param findings told of everything that is found, as soon as it is found
   */
  public Generate(Request request, Consumer<List<Diagnostic>> findings) {
    this.request = request;
    this.findings = findings;
  }

  /**
   * Does it for a catalog; the files are written all or not at all.
   *
   * @throws WorldException if they would be written into a release
   */
  public GenerateResult run(CatalogFile file) {
    requireNoRelease();
    findings.accept(file.diagnostics());
    CatalogDocument document = file.document();
    if (document == null || (request.strict() && !file.diagnostics().isEmpty())) {
      return new GenerateResult.InvalidCatalog();
    }
    LocalNginx nginx = request.nginx();
    if (nginx != null) {
      LocalNginx.Verdict verdict = nginx.test(document);
      findings.accept(verdict.diagnostics());
      if (!verdict.accepted() || (request.strict() && !verdict.diagnostics().isEmpty())) {
        return new GenerateResult.NginxRejected();
      }
    }
    return write(document);
  }

  /** What is in a release never changes: going back and the proof of what is live rest on it. */
  private void requireNoRelease() {
    Path out = request.out();
    if (out == null || request.check()) {
      return;
    }
    ReleaseRoot.above(out)
        .ifPresent(
            root -> {
              String shown = Visible.escape(root.toString());
              throw new WorldException(
                  WorldException.Kind.USAGE,
                  Visible.escape(out.toString())
                      + " is a release of "
                      + shown
                      + ", which never changes: use `vllm-nginx apply --root "
                      + shown
                      + "`",
                  null);
            });
  }

  private GenerateResult write(CatalogDocument document) {
    RenderedTree tree = Generation.tree(document.catalog());
    Manifest manifest = Generation.manifest(document, tree);
    Path out = request.out();
    if (out == null) {
      return GenerateResult.Rendered.of(document.catalog(), tree, manifest.release());
    }
    OutputDirectory directory = new OutputDirectory(out);
    if (request.check()) {
      OutputPlan plan = directory.plan(tree, manifest);
      return plan.isUpToDate()
          ? new GenerateResult.UpToDate(plan)
          : new GenerateResult.Different(plan);
    }
    WriteOutcome outcome = directory.write(tree, manifest, request.force());
    if (outcome instanceof WriteOutcome.UpToDate) {
      return new GenerateResult.UpToDate(outcome.plan());
    }
    return outcome instanceof WriteOutcome.Written
        ? new GenerateResult.Written(outcome.plan())
        : new GenerateResult.Obstructed(outcome.plan());
  }
}
