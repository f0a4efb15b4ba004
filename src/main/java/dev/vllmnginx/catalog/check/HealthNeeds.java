package dev.vllmnginx.catalog.check;

import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.Health;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.ModelType;
import dev.vllmnginx.catalog.Version;
import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What checks of health need: a njs that can make them, and numbers that go together. */
final class HealthNeeds implements Rule {
  /** Has {@code js_periodic}, shared dictionaries and entries in them that expire. */
  private static final Version NJS = Version.of(0, 8, 5);

  /** Each of many servers needs a group without it: 64 groups of 64. */
  private static final long MOST_SERVERS = 64;

  /** njs/probes.js has a function for each pair of times. */
  private static final int MOST_TIMES = 8;

  private static final CatalogPath DEFAULT = CatalogPath.ROOT.key("defaults").key("health");

  private record Times(long interval, long timeout) {}

  @Override
  public List<Finding> check(Subject subject) {
    List<Finding> findings = new ArrayList<>();
    Set<CatalogPath> seen = new HashSet<>();
    Set<Times> times = new HashSet<>();
    for (int i = 0; i < subject.catalog().models().size(); i++) {
      Model model = subject.catalog().models().get(i);
      Health health = model.health();
      if (health != null) {
        CatalogPath own = Paths.model(i).key("health");
        CatalogPath place = subject.written().test(own) ? own : DEFAULT;
        if (seen.add(place)) {
          block(subject, place, health, findings);
        }
        if (times.add(new Times(health.interval().millis(), health.timeout().millis()))
            && times.size() == MOST_TIMES + 1) {
          findings.add(tooManyTimes(place));
        }
        if (model.type() == ModelType.TRANSCRIPTION && health.probe() == Health.Probe.INFERENCE) {
          findings.add(needsAudio(place));
        }
        servers(i, model, findings);
      }
    }
    return findings;
  }

  private static void block(
      Subject subject, CatalogPath place, Health health, List<Finding> findings) {
    Catalog catalog = subject.catalog();
    boolean said =
        findings.stream().anyMatch(found -> found.code() == DiagnosticCode.NEEDS_NEWER_NGINX);
    if (!said && !catalog.nginx().njs().isAtLeast(NJS)) {
      findings.add(
          Finding.error(
              DiagnosticCode.NEEDS_NEWER_NGINX,
              place,
              "checks of health need njs "
                  + NJS
                  + " (js_periodic, shared dictionaries); the catalog declares "
                  + catalog.nginx().njs(),
              "declare nginx: {njs: \"" + NJS + "\"} where that runs, or leave it to max_fails"));
    }
    if (health.timeout().compareTo(health.interval()) >= 0) {
      findings.add(
          Finding.error(
              DiagnosticCode.CONFLICTING_KEYS,
              subject.written().test(place.key("timeout")) ? place.key("timeout") : place,
              "an answer has to come before the next question: the timeout, "
                  + health.timeout().text()
                  + ", must be shorter than the interval, "
                  + health.interval().text(),
              null));
    }
    if (health.probe() != Health.Probe.HTTP && subject.written().test(place.key("path"))) {
      findings.add(
          Finding.error(
              DiagnosticCode.CONFLICTING_KEYS,
              place.key("path"),
              "only the probe \"http\" asks for a path",
              "remove it"));
    }
  }

  private static Finding needsAudio(CatalogPath place) {
    return Finding.error(
        DiagnosticCode.CONFLICTING_KEYS,
        place,
        "the probe \"inference\" has no audio to ask a model of the type \"transcription\" with",
        "use the probe \"http\" for this model");
  }

  private static Finding tooManyTimes(CatalogPath place) {
    return Finding.error(
        DiagnosticCode.CONFLICTING_KEYS,
        place,
        "there are more than " + MOST_TIMES + " pairs of interval and timeout in this catalog",
        "use one of the others");
  }

  private static void servers(int index, Model model, List<Finding> findings) {
    if (model.servers().stream().filter(server -> !server.down()).count() > MOST_SERVERS) {
      findings.add(
          Finding.error(
              DiagnosticCode.CONFLICTING_KEYS,
              Paths.servers(index),
              "health is checked for at most " + MOST_SERVERS + " servers of a model",
              "add health: {probe: none} to this model and leave it to max_fails"));
    }
  }
}
