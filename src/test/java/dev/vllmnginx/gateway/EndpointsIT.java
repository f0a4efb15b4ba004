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
import java.util.Locale;
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
        if (!own.contains(endpoint) && isPosted(endpoint)) {
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
        .filter(EndpointsIT::isPosted)
        .map(Endpoint::path)
        .forEach(
            path -> {
              assertUnknown(path + "/");
              assertUnknown("/" + path);
              assertUnknown(path + "/x");
              assertUnknown(path.toUpperCase(Locale.ROOT));
              assertUnknown(path + "%00");
            });
    assertThat(gateway.heardAnything()).isEmpty();
  }

  @Test
  void asksTheOneServerForResponsesByTheirId() {
    String path = "/v1/responses/resp_a-1_B";
    RawResponse retrieved = gateway.client().get(path + "?stream=true&starting_after=7&key=secret");
    RawResponse cancelled = gateway.client().post(path + "/cancel", "");

    assertThat(retrieved.status()).isEqualTo(404);
    assertThat(retrieved.bodyText()).contains("Response with id 'resp_a-1_B' not found.");
    assertThat(cancelled.bodyText()).contains("Response with id 'resp_a-1_B' not found.");
    assertThat(gateway.heard("keeping").stream().map(r -> r.method() + " " + r.target()))
        .containsExactly(
            "GET " + path + "?stream=true&starting_after=7", "POST " + path + "/cancel");
    assertThat(gateway.heardAnything()).containsExactly("keeping");
  }

  @Test
  void refusesIdsAndMethodsThatResponsesDoNotHave() {
    for (String path :
        List.of(
            "/v1/responses/resp_",
            "/v1/responses/resp_a/",
            "/v1/responses/resp_a/input_items",
            "/v1/responses/resp_a%2fx",
            "/v1/responses/resp_" + "a".repeat(129))) {
      RawResponse answer = gateway.client().get(path);

      assertThat(answer.status()).as(path).isEqualTo(404);
      assertThat(answer.bodyText()).as(path).contains("endpoint_not_supported");
    }
    for (String method : List.of("POST", "DELETE", "HEAD")) {
      RawResponse answer =
          gateway
              .client()
              .send(
                  method
                      + " /v1/responses/resp_a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

      assertThat(answer.status()).as(method).isEqualTo(405);
      assertThat(answer.header("allow")).contains("GET");
    }
    assertThat(gateway.client().get("/v1/responses/resp_a/cancel").header("allow"))
        .contains("POST");
    assertThat(gateway.heardAnything()).isEmpty();
  }

  @Test
  void acceptsPostOnly() {
    for (Endpoint endpoint : Endpoint.values()) {
      if (isPosted(endpoint)) {
        RawResponse answer = gateway.client().get(endpoint.path());

        assertThat(answer.status()).as(endpoint.path()).isEqualTo(405);
        assertThat(answer.header("allow")).contains("POST");
      }
    }
    assertThat(gateway.heardAnything()).isEmpty();
  }

  /** A body names the model, and some model of this gateway has the path. */
  private static boolean isPosted(Endpoint endpoint) {
    return endpoint != Endpoint.DETOKENIZE && endpoint.protocol() != Endpoint.Protocol.BY_ID;
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
