package dev.vllmnginx.standin;

import java.util.Map;

/** What a server's model does. */
public enum Kind {
  CHAT(8192),
  EMBEDDING(512);

  private final int maxModelLength;

  Kind(int maxModelLength) {
    this.maxModelLength = maxModelLength;
  }

  /** Tokens of prompt and answer together, as {@code /v1/models} says. */
  int maxModelLength() {
    return maxModelLength;
  }

  /** What {@code POST} does on which path. */
  Map<String, Inference> paths() {
    return switch (this) {
      case CHAT -> Map.of("/v1/chat/completions", new Chat(), "/v1/completions", new Completions());
      case EMBEDDING -> Map.of("/v1/embeddings", new Embeddings());
    };
  }
}
