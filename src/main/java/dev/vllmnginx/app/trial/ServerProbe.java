package dev.vllmnginx.app.trial;

import dev.vllmnginx.app.ServerHttp;
import dev.vllmnginx.catalog.Secret;
import dev.vllmnginx.catalog.ServerAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks servers for {@code GET /v1/models}, all at a time. */
final class ServerProbe {
  /** A server to which no connection stands after this time is taken as absent. */
  private static final Duration CONNECT = Duration.ofSeconds(1);

  /** One that accepts it may take longer: a busy vLLM, or our own first request. */
  private static final Duration ANSWER = Duration.ofSeconds(3);

  private static final int AT_A_TIME = 64;

  private static final CompletableFuture<Finding> SILENT =
      CompletableFuture.completedFuture(new Finding.Silent());

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

  /**
   * The findings by address, in the order of {@code addresses}.
   *
   * @param addresses with the key that each server wants, if it wants one
   */
  Map<ServerAddress, Finding> probe(Map<ServerAddress, Optional<Secret>> addresses) {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.max(1, Math.min(AT_A_TIME, addresses.size())), ServerProbe::daemon);
    try {
      Map<ServerAddress, CompletableFuture<Finding>> pending = new LinkedHashMap<>();
      addresses.forEach(
          (address, key) ->
              pending.put(
                  address,
                  CompletableFuture.supplyAsync(() -> ask(address, key.orElse(null)), threads)));
      Map<ServerAddress, Finding> findings = new LinkedHashMap<>();
      pending.forEach((address, finding) -> findings.put(address, finding.join()));
      return findings;
    } finally {
      threads.shutdownNow();
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "probe");
    thread.setDaemon(true);
    return thread;
  }

  private Finding ask(ServerAddress address, @Nullable Secret key) {
    // The time holds for looking up the host's name too, which cannot be interrupted.
    return CompletableFuture.supplyAsync(() -> connects(address), task -> daemon(task).start())
        .completeOnTimeout(false, CONNECT.toMillis(), TimeUnit.MILLISECONDS)
        .thenCompose(connected -> connected ? get(address, key) : SILENT)
        .exceptionally(failure -> new Finding.Silent())
        .join();
  }

  private static boolean connects(ServerAddress address) {
    try (Socket socket = new Socket()) {
      InetSocketAddress target =
          new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
      socket.connect(target, Math.toIntExact(CONNECT.toMillis()));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private CompletableFuture<Finding> get(ServerAddress address, @Nullable Secret key) {
    HttpRequest request = ServerHttp.get(address.text(), "/v1/models", key).timeout(ANSWER).build();
    return client
        .sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .thenApply(ServerProbe::judge);
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
