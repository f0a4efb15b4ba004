package dev.vllmnginx.app;

import dev.vllmnginx.app.trial.TrialStarter;
import dev.vllmnginx.catalog.Engine;
import dev.vllmnginx.catalog.Gateway;
import dev.vllmnginx.catalog.NginxTarget;
import dev.vllmnginx.catalog.Version;
import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.config.Placement;
import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Severity;
import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.nginx.ConfigTest;
import dev.vllmnginx.nginx.ConfigTestResult;
import dev.vllmnginx.nginx.LiveNginx;
import dev.vllmnginx.nginx.LocalLiveNginx;
import dev.vllmnginx.nginx.MainFile;
import dev.vllmnginx.nginx.NginxBinary;
import dev.vllmnginx.nginx.NjsModule;
import dev.vllmnginx.nginx.NjsProbe;
import dev.vllmnginx.nginx.PrivatePlace;
import dev.vllmnginx.nginx.TargetCheck;
import dev.vllmnginx.nginx.VersionNumber;
import dev.vllmnginx.process.ProcessTable;
import dev.vllmnginx.process.ProgramRunner;
import dev.vllmnginx.render.RenderedTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The nginx of this machine, as the use cases need it. */
public final class LocalNginx {
  /**
   * What it says of a catalog.
   *
   * @param accepted whether it would run the generated configuration
   */
  public record Verdict(boolean accepted, List<Diagnostic> diagnostics) {}

  private final NginxBinary binary;
  private final ProgramRunner programs;

  private LocalNginx(NginxBinary binary, ProgramRunner programs) {
    this.binary = binary;
    this.programs = programs;
  }

  /**
   * Finds it.
   *
   * @param path where the user says that it is; null: on the search path or in the usual places
   * @param searchPath the value of {@code PATH}
   * @throws WorldException when there is none
   */
  public static LocalNginx find(@Nullable Path path, String searchPath) {
    ProgramRunner programs = ProgramRunner.local();
    NginxBinary binary =
        path != null
            ? NginxBinary.at(path, programs)
            : NginxBinary.find(searchPath, programs).orElseThrow(LocalNginx::missing);
    return new LocalNginx(binary, programs);
  }

  /** Its program file. */
  public Path path() {
    return binary.path();
  }

  public String version() {
    return binary.build().version().toString();
  }

  /** Runs it in the foreground, with stand-ins for servers that do not answer. */
  public TrialStarter trials() {
    return new TrialStarter(binary);
  }

  /**
   * The nginx of this machine that serves.
   *
   * @param mainFile its main file, as it is named on its command line
   * @param content the file that tells what it says of itself
   */
  public LiveNginx live(Path mainFile, Path content) {
    return new LocalLiveNginx(
        binary, MainFile.setup(mainFile, content, binary.build()), ProcessTable.local(), programs);
  }

  /** Asks it ({@code nginx -t}), in a private directory and without taking a port. */
  public Verdict test(CatalogDocument document) {
    ConfigTestResult result =
        new ConfigTest(binary, programs).run(place -> confined(document, place));
    List<Diagnostic> diagnostics = new ArrayList<>(mismatches(document));
    diagnostics.addAll(
        new RejectionExplainer(path -> document.locate(path).orElse(null)).explain(result));
    return new Verdict(result instanceof ConfigTestResult.Accepted, diagnostics);
  }

  /** Where this nginx is not what the catalog declares, its verdict says less. */
  public List<Diagnostic> mismatches(CatalogDocument document) {
    NginxTarget target = document.catalog().nginx();
    TargetCheck check =
        new TargetCheck(
            number(target.version()),
            number(target.njs()),
            target.engine() == Engine.QJS,
            modules(document.catalog().gateway()));
    CatalogPath path = CatalogPath.ROOT.key("nginx");
    return check.compare(binary, NjsProbe.ask(binary, programs)).stream()
        .map(
            mismatch ->
                new Diagnostic(
                    DiagnosticCode.NGINX_MISMATCH,
                    Severity.WARNING,
                    path,
                    document.locate(path).orElse(null),
                    mismatch.message(),
                    mismatch.hint()))
        .toList();
  }

  private static List<String> modules(Gateway gateway) {
    List<String> modules = new ArrayList<>();
    if (gateway.tls() != null) {
      modules.addAll(List.of("http_ssl_module", "http_v2_module"));
    }
    if (!gateway.trustedProxies().isEmpty()) {
      modules.add("http_realip_module");
    }
    return modules;
  }

  private static VersionNumber number(Version version) {
    return new VersionNumber(version.major(), version.minor(), version.patch());
  }

  private RenderedTree confined(CatalogDocument document, PrivatePlace place) {
    String njs = NjsModule.of(binary).map(Path::toString).orElse(null);
    Placement placement = Placement.confined(place.directory().toString(), njs);
    return Generation.tree(document.catalog(), placement.onSockets(place.socketPrefix()));
  }

  private static WorldException missing() {
    return new WorldException(
        WorldException.Kind.USAGE,
        "no nginx found; install it (Debian: apt-get install nginx libnginx-mod-http-js) or name it"
            + " with --nginx PATH",
        null);
  }
}
