package dev.vllmnginx.app;

import dev.vllmnginx.catalog.Secret;
import dev.vllmnginx.edit.NewModel;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks vLLM servers what they serve: {@code GET /v1/models}, without a proxy and without following
 * redirects, all at once, each for at most two seconds and 1 MiB.
 */
final class ModelProbe {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final int MOST_BYTES = 1 << 20;

  private final HttpClient client = ServerHttp.client(LIMIT);
  private final @Nullable Secret key;

  private ModelProbe(@Nullable Secret key) {
    this.key = key;
  }

  /**
   * What each server of a model answers, in order. The addresses are valid.
   *
   * @param key what the servers want to be shown; null: nothing
   */
  static List<ServerModels> ask(NewModel model, @Nullable Secret key) {
    ModelProbe probe = new ModelProbe(key);
    String served = model.servedName();
    List<String> wanted =
        served == null
            ? Stream.concat(Stream.of(model.name()), model.aliases().stream()).toList()
            : List.of(served);
    List<CompletableFuture<List<String>>> answers =
        model.servers().stream().map(server -> probe.ask(server.address())).toList();
    List<ServerModels> found = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      found.add(read(model.servers().get(i).address(), answers.get(i), wanted));
    }
    return found;
  }

  private CompletableFuture<List<String>> ask(String address) {
    HttpRequest request =
        ServerHttp.get(address, "/v1/models", key)
            .timeout(LIMIT)
            .header("Accept", "application/json")
            .build();
    return client
        .sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
        .thenApply(this::names)
        .orTimeout(LIMIT.toMillis() + 500, TimeUnit.MILLISECONDS);
  }

  private String wanted() {
    return key == null ? ": it wants a key" : ": it refuses the key";
  }

  private List<String> names(HttpResponse<InputStream> response) {
    try (InputStream body = response.body()) {
      if (response.statusCode() != 200) {
        throw new NoAnswer(
            "answers "
                + response.statusCode()
                + (response.statusCode() == 401 ? wanted() : " to GET /v1/models"));
      }
      byte[] bytes = body.readNBytes(MOST_BYTES);
      List<String> names = new ArrayList<>();
      JsonNode data = JsonMapper.shared().readTree(bytes).path("data");
      data.forEach(model -> model.path("id").stringValueOpt().ifPresent(names::add));
      if (!data.isArray()) {
        throw new NoAnswer("does not answer GET /v1/models as vLLM does");
      }
      return names;
    } catch (IOException | JacksonException e) {
      throw new NoAnswer("does not answer GET /v1/models as vLLM does");
    }
  }

  private static ServerModels read(
      String address, CompletableFuture<List<String>> answer, List<String> wanted) {
    try {
      List<String> served = answer.get();
      List<String> missing = wanted.stream().filter(name -> !served.contains(name)).toList();
      return new ServerModels(address, served, missing, null);
    } catch (ExecutionException e) {
      return new ServerModels(address, List.of(), wanted, trouble(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new ServerModels(address, List.of(), wanted, "interrupted");
    }
  }

  private static String trouble(@Nullable Throwable cause) {
    if (cause instanceof NoAnswer answer) {
      return String.valueOf(answer.getMessage());
    }
    String reason = ServerHttp.silence(cause, LIMIT);
    return reason != null ? reason : "breaks the connection off";
  }

  /** There was an answer, but not one with models in it. */
  private static final class NoAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private NoAnswer(String reason) {
      super(reason);
    }
  }
}
