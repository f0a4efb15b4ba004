package dev.vllmnginx.app.trial;

import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.ModelName;
import dev.vllmnginx.config.NginxConfig;
import dev.vllmnginx.diagnostics.Visible;
import dev.vllmnginx.nginx.PrivateNginx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
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
  private final @Nullable String key;
  private final AccessLogTail log;
  private final Map<String, AccessLogEntry> seen = new HashMap<>();

  Trial(
      Catalog catalog,
      NginxConfig config,
      TrialServers servers,
      PrivateNginx nginx,
      URI gateway,
      HttpClient client,
      @Nullable String key) {
    this.catalog = catalog;
    this.config = config;
    this.servers = servers;
    this.nginx = nginx;
    this.gateway = gateway;
    this.client = client;
    this.key = key;
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
    return TrialRequest.of(first.name().value(), first).with(key);
  }

  /**
   * A name that a model answers to.
   *
   * @param sent what clients send
   * @param model the model of that name or alias
   * @param upstream nginx's name for the model's servers
   */
  public record Name(String sent, Model model, String upstream) {
    public boolean isAlias() {
      return !sent.equals(model.name().value());
    }

    /** What the model's servers are told instead of it. */
    String received() {
      ModelName served = model.servedName();
      return served == null ? sent : served.value();
    }
  }

  /** Every name and alias, in the catalog's order. */
  public List<Name> names() {
    List<Name> names = new ArrayList<>();
    for (int i = 0; i < catalog.models().size(); i++) {
      Model model = catalog.models().get(i);
      String upstream = config.upstreams().get(i).name().text();
      names.add(new Name(model.name().value(), model, upstream));
      model.aliases().forEach(alias -> names.add(new Name(alias.value(), model, upstream)));
    }
    return names;
  }

  /** Sends one request for each name, one after the other. */
  public List<TrialRow> send(Consumer<TrialRow> shown) {
    warmUp();
    List<TrialRow> rows = new ArrayList<>();
    for (Name name : names()) {
      TrialRow row = send(name);
      shown.accept(row);
      rows.add(row);
    }
    return rows;
  }

  /** So that the first row's time is not that of loading the client's classes. */
  private void warmUp() {
    HttpRequest request = HttpRequest.newBuilder(gateway.resolve("/v1/models")).build();
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      logged(response.headers().firstValue("x-request-id").orElse(""));
    } catch (IOException e) {
      // The requests that count will say so.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private TrialRow send(Name name) {
    long began = System.nanoTime();
    try {
      HttpResponse<String> response =
          client.send(
              TrialRequest.of(name.sent(), name.model()).with(key).to(gateway),
              HttpResponse.BodyHandlers.ofString());
      Duration time = Duration.ofNanos(System.nanoTime() - began);
      String id = response.headers().firstValue("x-request-id").orElse("");
      AccessLogEntry entry = logged(id).orElse(null);
      String server = entry == null ? "-" : server(entry);
      String problem = problem(name, response, id, entry);
      return new TrialRow(name, server, response.statusCode(), time, problem);
    } catch (IOException e) {
      return unanswered(name, began, "no answer: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unanswered(name, began, "interrupted");
    }
  }

  private static TrialRow unanswered(Name name, long began, String problem) {
    return new TrialRow(name, "-", 0, Duration.ofNanos(System.nanoTime() - began), problem);
  }

  /** Why the answer is not the one that the catalog promises; null: it is. */
  private @Nullable String problem(
      Name name, HttpResponse<String> response, String id, @Nullable AccessLogEntry entry) {
    if (entry == null) {
      return "nginx has not logged the request";
    }
    if (!entry.model().equals(name.model().name().value())) {
      return "nginx decided on " + (entry.model().isEmpty() ? "no model" : entry.model());
    }
    Optional<TrialServer> server =
        servers.of(name.model()).stream().filter(s -> s.isAt(entry.upstream())).findFirst();
    if (server.isEmpty()) {
      return entry.upstream().isEmpty()
          ? "no server was asked"
          : entry.upstream() + " is not a server of this model";
    }
    if (server.get().isStandIn()
        && servers
            .received(server.get(), id)
            .filter(request -> request.text().contains(name.received()))
            .isEmpty()) {
      return "the stand-in has not seen the request";
    }
    return response.statusCode() == 200 ? null : "answer: " + excerpt(response.body());
  }

  private static String excerpt(String body) {
    String line = Visible.escape(body.replaceAll("\\s+", " "));
    return line.length() <= 200 ? line : line.substring(0, 200) + "…";
  }

  /** Who answered a request, in words. */
  public String server(AccessLogEntry entry) {
    return servers.list().stream()
        .filter(server -> server.isAt(entry.upstream()))
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
