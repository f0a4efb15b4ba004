package dev.vllmnginx.catalog;

import java.util.Arrays;
import java.util.List;

/**
 * The requests that the gateway passes on. All are {@code POST} with a JSON body that names its
 * model; everything else never reaches a vLLM. A new endpoint is one more line here.
 */
public enum Endpoint {
  CHAT_COMPLETIONS("/v1/chat/completions", ModelType.CHAT),
  COMPLETIONS("/v1/completions", ModelType.CHAT),
  EMBEDDINGS("/v1/embeddings", ModelType.EMBEDDING);

  private final String path;
  private final ModelType type;

  Endpoint(String path, ModelType type) {
    this.path = path;
    this.type = type;
  }

  /** The exact path, on the gateway and on vLLM. */
  public String path() {
    return path;
  }

  /** The type of model that answers it. */
  public ModelType type() {
    return type;
  }

  /** The endpoints of a type, in the order of declaration. */
  public static List<Endpoint> of(ModelType type) {
    return Arrays.stream(values()).filter(endpoint -> endpoint.type == type).toList();
  }
}
