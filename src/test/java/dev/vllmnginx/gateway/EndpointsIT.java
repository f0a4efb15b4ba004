package dev.vllmnginx.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.catalog.Endpoint;
import dev.vllmnginx.catalog.ModelType;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.OnEveryNginx;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RawResponse;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which paths reach models of which type. */
@OnEveryNginx
class EndpointsIT {
  private final EveryTypeGateway gateway;

  EndpointsIT(NginxRuntime runtime) {
    gateway = EveryTypeGateway.on(runtime);
  }

  @Test
  void passesEachEndpointOfAModelsTypeOn() {
    for (ModelType type : ModelType.values()) {
      for (Endpoint endpoint : Endpoint.of(type)) {
        assertServed(type.keyword(), endpoint);
      }
    }
  }

  @Test
  void servesWhatTheCatalogListsInPlaceOfTheTypesEndpoints() {
    assertServed("narrowed", Endpoint.COMPLETIONS);
    assertServed("narrowed", Endpoint.TOKENIZE);
    assertServed("widened", Endpoint.EMBEDDINGS);
    assertServed("widened", Endpoint.RERANK_UNVERSIONED);
    assertServed("widened", Endpoint.POOLINGS);
    assertNotServed("narrowed", Endpoint.CHAT_COMPLETIONS);
    assertNotServed("widened", Endpoint.EMBED_V2);
    assertNotServed("widened", Endpoint.SCORE);
  }

  @Test
  void refusesEveryOtherPairAndNamesTheRightEndpoints() {
    for (ModelType type : ModelType.values()) {
      List<Endpoint> own = Endpoint.of(type);
      for (Endpoint endpoint : Endpoint.values()) {
        if (!own.contains(endpoint) && !endpoint.equals(Endpoint.DETOKENIZE)) {
          String names = own.stream().map(Endpoint::path).collect(Collectors.joining(", "));
          assertThat(assertNotServed(type.keyword(), endpoint))
              .contains("It is served at " + names + ".");
        }
      }
    }
    assertThat(gateway.heardAnything()).isEmpty();
  }

  @Test
  void knowsNoPathThatNoModelHas() {
    for (String path :
        List.of(
            "/detokenize",
            "/invocations",
            "/v1/load_lora_adapter",
            "/v1/unload_lora_adapter",
            "/scale_elastic_ep",
            "/is_scaling_elastic_ep",
            "/metrics",
            "/metrics/",
            "/docs",
            "/openapi.json",
            "/health",
            "/ping",
            "/version",
            "/load",
            "/generative_scoring",
            "/inference/v1/generate",
            "/collective_rpc",
            "/sleep",
            "/v1/chat/completions/render",
            "/v1/chat/completions/batch",
            "/v1/classify",
            "/v1/pooling",
            "/v2/score",
            "/v2/embeddings",
            "/v1/realtime",
            "/tokenizer_info")) {
      assertUnknown(path);
    }
    assertThat(gateway.heardAnything()).isEmpty();
  }

  @Test
  void takesPathsExactly() {
    Arrays.stream(Endpoint.values())
        .map(Endpoint::path)
        .forEach(
            path -> {
              assertUnknown(path + "/");
              assertUnknown("/" + path);
              assertUnknown(path + "/x");
              assertUnknown(path.toUpperCase(java.util.Locale.ROOT));
              assertUnknown(path + "%00");
            });
    assertThat(gateway.heardAnything()).isEmpty();
  }

  @Test
  void acceptsPostOnly() {
    for (Endpoint endpoint : Endpoint.values()) {
      if (!endpoint.equals(Endpoint.DETOKENIZE)) {
        RawResponse answer = gateway.client().get(endpoint.path());

        assertThat(answer.status()).as(endpoint.path()).isEqualTo(405);
        assertThat(answer.header("allow")).contains("POST");
      }
    }
    assertThat(gateway.heardAnything()).isEmpty();
  }

  private void assertServed(String model, Endpoint endpoint) {
    String body = EndpointBodies.body(endpoint, model);
    int before = gateway.heard(model).size();

    String type = EndpointBodies.contentType(endpoint);
    RawResponse answer =
        gateway.client().send(EndpointBodies.request(endpoint.path() + "?key=secret", type, body));

    assertThat(answer.status())
        .as("%s at %s: %s", model, endpoint, answer.bodyText())
        .isEqualTo(200);
    assertThat(answer.header("x-stand-in")).contains(model);
    assertThat(gateway.heard(model)).hasSize(before + 1);
    assertThat(gateway.heard(model).get(before).target()).isEqualTo(endpoint.path());
    assertThat(gateway.heard(model).get(before).text()).isEqualTo(body);
    assertThat(gateway.heard(model).get(before).all("content-type")).containsExactly(type);
  }

  /** Gives the message. */
  private String assertNotServed(String model, Endpoint endpoint) {
    RawResponse answer = gateway.client().send(EndpointBodies.request(endpoint, model));

    JsonNode error = new JsonMapper().readTree(answer.body()).path("error");
    assertThat(answer.status()).as("%s at %s", model, endpoint).isEqualTo(404);
    assertThat(error.path("code").asString()).isEqualTo("endpoint_not_supported");
    if (endpoint.protocol() != Endpoint.Protocol.ANTHROPIC) {
      assertThat(error.path("param").asString()).isEqualTo("model");
    }
    return error.path("message").asString();
  }

  private void assertUnknown(String path) {
    RawResponse answer =
        gateway
            .client()
            .send(RawHttpClient.request(path, "{\"model\":\"chat\",\"prompt\":\"hi\"}"));

    assertThat(answer.status()).as(path).isIn(400, 404);
    if (answer.status() == 404) {
      assertThat(answer.bodyText()).as(path).contains("not_found");
    }
  }
}
