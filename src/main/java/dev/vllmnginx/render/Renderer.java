package dev.vllmnginx.render;

import dev.vllmnginx.config.LimitZones;
import dev.vllmnginx.config.MetricsServer;
import dev.vllmnginx.config.NginxConfig;
import freemarker.cache.ClassTemplateLoader;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** The render model to files. */
public final class Renderer {
  private static final List<String> FRAGMENTS =
      List.of(
          "conf.d/10-logging.conf",
          "conf.d/20-upstreams.conf",
          "conf.d/30-routes.conf",
          "conf.d/40-server.conf",
          "snippets/vllm-errors.conf",
          "snippets/vllm-openai-errors.conf");
  private static final List<String> SCRIPTS =
      List.of(
          "njs/decision.js", "njs/errors.js", "njs/http.js", "njs/models.js", "njs/refusals.js");

  /** The file that tells the release's id. */
  public static final String STATUS_FILE = "conf.d/50-status.conf";

  private static final List<String> METRICS_SCRIPTS =
      List.of("njs/certificate.js", "njs/exposition.js", "njs/metrics.js");

  private static final List<String> MONITORING =
      List.of("monitoring/grafana-dashboard.json", "monitoring/prometheus-rules.yml");

  /** Templates are parsed once for each run of the program. */
  private static final Configuration FREEMARKER = configuration();

  /** Reads the templates that every configuration needs. */
  public static void prepare() {
    try {
      for (String path : FRAGMENTS) {
        FREEMARKER.getTemplate(path + ".ftl");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * All files of a configuration but the manifest, which belongs to the place where they are
   * written.
   */
  public RenderedTree render(NginxConfig config) {
    List<RenderedFile> files = new ArrayList<>();
    if (config.main() != null) {
      files.add(template("nginx.conf", config));
    }
    FRAGMENTS.forEach(path -> files.add(template(path, config)));
    if (config.status() != null) {
      files.add(template(STATUS_FILE, config));
    }
    SCRIPTS.forEach(path -> files.add(script(path)));
    if (!config.anthropicErrorPages().isEmpty()) {
      files.add(template("snippets/vllm-anthropic-errors.conf", config));
    }
    if (config.gateway().scripted()) {
      files.add(script("njs/entry.js"));
    }
    if (config.gateway().forms()) {
      files.add(script("njs/form.js"));
    }
    if (config.routes().responsesModel() != null) {
      files.add(script("njs/responses.js"));
    }
    if (config.logging().accounting() || limitsTokens(config)) {
      files.add(script("njs/accounting.js"));
    }
    if (!config.routes().renames().isEmpty()) {
      files.add(script("njs/rename.js"));
      if (config.gateway().proxies().stream().anyMatch(p -> p.form() && p.rename() != null)) {
        files.add(script("njs/rename_form.js"));
      }
    }
    MetricsServer metrics = config.metrics();
    if (metrics != null) {
      files.add(template("conf.d/60-metrics.conf", config));
      METRICS_SCRIPTS.forEach(path -> files.add(script(path)));
      MONITORING.forEach(path -> files.add(template(path, config)));
      if (metrics.scraped()) {
        files.add(template("monitoring/prometheus-scrape.yml", config));
      }
      files.add(data("njs/observed.js", ObservedJson.observed(metrics.observed())));
    }
    if (config.health() != null) {
      files.add(script("njs/groups.js"));
      files.add(script("njs/health.js"));
      files.add(script("njs/probes.js"));
      files.add(data("njs/watched.js", HealthJson.watched(config.health())));
    }
    if (config.limits() != null) {
      files.add(template("conf.d/36-limits.conf", config));
    }
    if (limitsTokens(config)) {
      files.add(script("njs/tokens.js"));
    }
    if (config.serverKeys() != null) {
      files.add(template("secrets/server-keys.conf", config));
    }
    if (config.keys() != null) {
      files.add(template("conf.d/35-keys.conf", config));
      files.add(script("njs/keys.js"));
    }
    files.add(data("njs/routes.js", RouteTableJson.routes(config.routeTable())));
    files.add(data("njs/listed.js", RouteTableJson.listed(config.routeTable())));
    return new RenderedTree(files);
  }

  private RenderedFile template(String path, NginxConfig config) {
    OriginWriter out = new OriginWriter();
    try {
      Template template = FREEMARKER.getTemplate(path + ".ftl");
      template.process(config, out);
    } catch (IOException | TemplateException e) {
      throw new IllegalStateException("template " + path + ": " + e.getMessage(), e);
    }
    return new RenderedFile(path, out.toString(), out.origins());
  }

  private static RenderedFile data(String path, String text) {
    return new RenderedFile(path, text, new TreeMap<>());
  }

  private static boolean limitsTokens(NginxConfig config) {
    LimitZones limits = config.limits();
    return limits != null && limits.tokens() != null;
  }

  private static RenderedFile script(String path) {
    try (InputStream in = Renderer.class.getResourceAsStream("/" + path)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its own file " + path);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new RenderedFile(path, text, new TreeMap<>());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Configuration configuration() {
    Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
    configuration.setTemplateLoader(new ClassTemplateLoader(Renderer.class, "/templates"));
    configuration.setDefaultEncoding("UTF-8");
    configuration.setTagSyntax(Configuration.SQUARE_BRACKET_TAG_SYNTAX);
    configuration.setInterpolationSyntax(Configuration.SQUARE_BRACKET_INTERPOLATION_SYNTAX);
    configuration.setOutputFormat(NginxOutputFormat.INSTANCE);
    configuration.setAutoEscapingPolicy(Configuration.FORCE_AUTO_ESCAPING_POLICY);
    configuration.setRecognizeStandardFileExtensions(false);
    configuration.setObjectWrapper(new NginxObjectWrapper());
    configuration.setLocale(Locale.ROOT);
    configuration.setNumberFormat("c");
    configuration.setBooleanFormat("c");
    configuration.setLocalizedLookup(false);
    configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setLogTemplateExceptions(false);
    configuration.setWrapUncheckedExceptions(true);
    configuration.setFallbackOnNullLoopVariable(false);
    configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
    configuration.setAPIBuiltinEnabled(false);
    return configuration;
  }
}
