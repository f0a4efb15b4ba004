package dev.vllmnginx.app.trial;

import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.ModelName;
import dev.vllmnginx.config.NginxConfig;
import dev.vllmnginx.nginx.PrivateNginx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A running trial: nginx, the stand-ins, and the requests that go through them. */
public final class Trial implements AutoCloseable {
  private static final Duration LOG_PATIENCE = Duration.ofSeconds(2);
  private static final Duration LOG_PAUSE = Duration.ofMillis(20);

  private final Catalog catalog;
  private final NginxConfig config;
  private final TrialServers servers;
  private final PrivateNginx nginx;
  private final URI gateway;
  private final HttpClient client;
  private final AccessLogTail log;
  private final Map<String, AccessLogEntry> seen = new HashMap<>();

  Trial(
      Catalog catalog,
      NginxConfig config,
      TrialServers servers,
      PrivateNginx nginx,
      URI gateway,
      HttpClient client) {
    this.catalog = catalog;
    this.config = config;
    this.servers = servers;
    this.nginx = nginx;
    this.gateway = gateway;
    this.client = client;
    this.log = new AccessLogTail(nginx.place().accessLog());
  }

  /** Where the gateway listens, for example {@code http://127.0.0.1:8080}. */
  public URI gateway() {
    return gateway;
  }

  /** The private directory of everything that the trial writes. */
  public Path directory() {
    return nginx.place().directory();
  }

  /** The servers of the catalog, in its order. */
  public List<TrialServer> servers() {
    return servers.list();
  }

  /** A request to show to the user: the first model's. */
  public TrialRequest example() {
    Model first = catalog.models().get(0);
    return TrialRequest.of(first.name(), first.type());
  }

  /** Sends one request for each name and alias, one after the other. */
  public List<TrialRow> send(Consumer<TrialRow> shown) {
    List<TrialRow> rows = new ArrayList<>();
    for (int i = 0; i < catalog.models().size(); i++) {
      Model model = catalog.models().get(i);
      String upstream = config.upstreams().get(i).name().text();
      List<ModelName> names = new ArrayList<>(List.of(model.name()));
      names.addAll(model.aliases());
      for (ModelName name : names) {
        TrialRow row = send(model, name, upstream);
        shown.accept(row);
        rows.add(row);
      }
    }
    return rows;
  }

  private TrialRow send(Model model, ModelName name, String upstream) {
    long began = System.nanoTime();
    int status = 0;
    AccessLogEntry entry = null;
    String problem;
    try {
      HttpResponse<String> response =
          client.send(
              TrialRequest.of(name, model.type()).to(gateway),
              HttpResponse.BodyHandlers.ofString());
      status = response.statusCode();
      Duration time = Duration.ofNanos(System.nanoTime() - began);
      String id = response.headers().firstValue("x-request-id").orElse("");
      entry = logged(id).orElse(null);
      problem = problem(model, name, response, id, entry);
      return row(model, name, upstream, entry, status, time, problem);
    } catch (IOException e) {
      problem = "no answer: " + e.getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      problem = "interrupted";
    }
    Duration time = Duration.ofNanos(System.nanoTime() - began);
    return row(model, name, upstream, entry, status, time, problem);
  }

  private TrialRow row(
      Model model,
      ModelName name,
      String upstream,
      @Nullable AccessLogEntry entry,
      int status,
      Duration time,
      @Nullable String problem) {
    String server = entry == null ? "-" : server(entry);
    return new TrialRow(
        name.value(), model.name().value(), upstream, server, status, time, problem);
  }

  /** Why the answer is not the one that the catalog promises; null: it is. */
  private @Nullable String problem(
      Model model,
      ModelName name,
      HttpResponse<String> response,
      String id,
      @Nullable AccessLogEntry entry) {
    if (entry == null) {
      return "nginx has not logged the request";
    }
    if (!entry.model().equals(model.name().value())) {
      return "nginx decided on " + (entry.model().isEmpty() ? "no model" : entry.model());
    }
    Optional<TrialServer> server =
        servers.of(model).stream()
            .filter(s -> s.used().text().equals(entry.upstream()))
            .findFirst();
    if (server.isEmpty()) {
      return entry.upstream().isEmpty()
          ? "no server was asked"
          : entry.upstream() + " is not a server of this model";
    }
    if (server.get().isStandIn()
        && servers
            .received(server.get(), id)
            .filter(request -> request.text().contains("\"" + name.value() + "\""))
            .isEmpty()) {
      return "the stand-in has not seen the request";
    }
    return response.statusCode() == 200 ? null : "answer: " + excerpt(response.body());
  }

  private static String excerpt(String body) {
    String line = body.replaceAll("\\s+", " ");
    return line.length() <= 200 ? line : line.substring(0, 200) + "…";
  }

  /** Who answered a request, in words. */
  public String server(AccessLogEntry entry) {
    return servers.list().stream()
        .filter(server -> server.used().text().equals(entry.upstream()))
        .findFirst()
        .map(TrialServer::text)
        .orElse(entry.upstream().isEmpty() ? "-" : entry.upstream());
  }

  /**
   * nginx writes its line when the answer is out, which is a little later than the client has it.
   */
  private Optional<AccessLogEntry> logged(String requestId) throws InterruptedException {
    long end = System.nanoTime() + LOG_PATIENCE.toNanos();
    while (!seen.containsKey(requestId) && System.nanoTime() < end) {
      log.next().forEach(entry -> seen.put(entry.requestId(), entry));
      if (!seen.containsKey(requestId)) {
        Thread.sleep(LOG_PAUSE.toMillis());
      }
    }
    return Optional.ofNullable(seen.remove(requestId));
  }

  /** The requests that ended since the last call. */
  public List<AccessLogEntry> requests() {
    return log.next();
  }

  /** Whether nginx still runs. */
  public boolean isRunning() {
    return nginx.isRunning();
  }

  /** What nginx says when things go wrong. */
  public String errorLog() {
    return nginx.errorLog();
  }

  @Override
  public void close() {
    try {
      nginx.close();
    } finally {
      servers.close();
    }
  }
}
