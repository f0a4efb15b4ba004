package dev.vllmnginx.app.doctor;

import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.Server;
import dev.vllmnginx.diagnostics.Visible;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks every server of a catalog, many at a time, for {@code /health}, {@code /v1/models}, {@code
 * /version} and its paths, and waits as long as nginx would keep an idle connection.
 */
public final class Doctor {
  private static final int AT_A_TIME = 128;

  private Doctor() {}

  /** What the servers said, in the order of the catalog. */
  public static List<ModelReport> examine(Catalog catalog) {
    int servers = catalog.models().stream().mapToInt(model -> model.servers().size()).sum();
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.min(AT_A_TIME, servers), Doctor::daemon);
    HttpClient client = Questions.client();
    try {
      Map<Model, List<CompletableFuture<ServerReport>>> pending = new LinkedHashMap<>();
      for (Model model : catalog.models()) {
        List<CompletableFuture<ServerReport>> reports = new ArrayList<>();
        for (Server server : model.servers()) {
          reports.add(
              CompletableFuture.supplyAsync(() -> Examination.of(model, server, client), threads));
        }
        pending.put(model, reports);
      }
      List<ModelReport> reports = new ArrayList<>();
      pending.forEach(
          (model, answers) ->
              reports.add(report(model, answers.stream().map(CompletableFuture::join).toList())));
      return reports;
    } finally {
      threads.shutdownNow();
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "doctor");
    thread.setDaemon(true);
    return thread;
  }

  private static ModelReport report(Model model, List<ServerReport> servers) {
    List<Complaint> complaints = new ArrayList<>();
    differences(
            servers, server -> server.version() == null ? null : Visible.quote(server.version()))
        .ifPresent(
            text ->
                complaints.add(
                    Complaint.warning(
                        Complaint.Kind.VERSIONS_DIFFER,
                        "its servers are of different versions: " + text,
                        null)));
    differences(
            servers, server -> server.maxModelLength() == 0 ? null : server.maxModelLength() + "")
        .ifPresent(
            text ->
                complaints.add(
                    Complaint.warning(
                        Complaint.Kind.LENGTHS_DIFFER,
                        "its servers take different lengths (max_model_len): " + text,
                        "a long prompt is refused by some of them only")));
    return new ModelReport(model, servers, complaints);
  }

  /** Each value with the servers that have it, if there is more than one. */
  private static Optional<String> differences(
      List<ServerReport> servers, Function<ServerReport, @Nullable String> value) {
    Map<String, List<String>> holders = new TreeMap<>();
    for (ServerReport server : servers) {
      String held = value.apply(server);
      if (held != null) {
        holders.computeIfAbsent(held, key -> new ArrayList<>()).add(server.address().text());
      }
    }
    return holders.size() < 2
        ? Optional.empty()
        : Optional.of(
            holders.entrySet().stream()
                .map(entry -> entry.getKey() + " on " + String.join(", ", entry.getValue()))
                .collect(Collectors.joining("; ")));
  }
}
