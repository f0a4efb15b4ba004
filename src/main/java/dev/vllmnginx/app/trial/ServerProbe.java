package dev.vllmnginx.app.trial;

import dev.vllmnginx.catalog.ServerAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks servers for {@code GET /v1/models}, all at a time. */
final class ServerProbe {
  /** A server that needs longer is taken as absent. */
  static final Duration TIMEOUT = Duration.ofSeconds(1);

  private static final int AT_A_TIME = 64;

  private final HttpClient client;

  ServerProbe(HttpClient client) {
    this.client = client;
  }

  /** What became of the question. */
  sealed interface Finding {
    /** It is a vLLM, or something that lists models like one. */
    record Serves(List<String> names) implements Finding {
      public Serves {
        names = List.copyOf(names);
      }
    }

    /** Something is there that does not list its models, with what it said instead. */
    record Stranger(String said) implements Finding {}

    /** Nothing answered in time. */
    record Silent() implements Finding {}
  }

  /** The findings by address, in the order of {@code addresses}. */
  Map<ServerAddress, Finding> probe(List<ServerAddress> addresses) {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.max(1, Math.min(AT_A_TIME, addresses.size())),
            task -> {
              Thread thread = new Thread(task, "probe");
              thread.setDaemon(true);
              return thread;
            });
    try {
      Map<ServerAddress, CompletableFuture<Finding>> pending = new LinkedHashMap<>();
      for (ServerAddress address : addresses) {
        pending.put(address, CompletableFuture.supplyAsync(() -> ask(address), threads));
      }
      Map<ServerAddress, Finding> findings = new LinkedHashMap<>();
      pending.forEach((address, finding) -> findings.put(address, finding.join()));
      return findings;
    } finally {
      threads.shutdownNow();
    }
  }

  private Finding ask(ServerAddress address) {
    // The whole question within the time, looking up the host's name included.
    return CompletableFuture.supplyAsync(() -> request(address))
        .thenCompose(request -> client.sendAsync(request, HttpResponse.BodyHandlers.ofString()))
        .thenApply(ServerProbe::judge)
        .completeOnTimeout(new Finding.Silent(), TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(failure -> new Finding.Silent())
        .join();
  }

  private static HttpRequest request(ServerAddress address) {
    return HttpRequest.newBuilder(URI.create("http://" + address.text() + "/v1/models"))
        .timeout(TIMEOUT)
        .build();
  }

  private static Finding judge(HttpResponse<String> response) {
    if (response.statusCode() != 200) {
      return new Finding.Stranger("GET /v1/models is answered with " + response.statusCode());
    }
    try {
      JsonNode data = JsonMapper.shared().readTree(response.body()).path("data");
      if (data.isArray()) {
        List<String> names = new ArrayList<>();
        data.forEach(model -> names.add(model.path("id").asString("")));
        return new Finding.Serves(names);
      }
    } catch (JacksonException e) {
      // Not JSON: whoever listens there is no vLLM.
    }
    return new Finding.Stranger("GET /v1/models is not answered with a list of models");
  }
}
