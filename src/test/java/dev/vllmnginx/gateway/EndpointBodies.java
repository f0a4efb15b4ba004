package dev.vllmnginx.gateway;

import dev.vllmnginx.catalog.Endpoint;

/** Bodies that vLLM accepts. */
final class EndpointBodies {
  private EndpointBodies() {}

  static String json(Endpoint endpoint, String model) {
    String fields =
        switch (endpoint) {
          case CHAT_COMPLETIONS, COUNT_TOKENS -> MESSAGES;
          case MESSAGES -> MESSAGES + ",\"max_tokens\":5";
          case COMPLETIONS, TOKENIZE -> "\"prompt\":\"h\u00e9llo\"";
          case DETOKENIZE -> "\"tokens\":[104,105]";
          case RESPONSES, EMBEDDINGS, CLASSIFICATIONS, POOLINGS -> "\"input\":\"h\u00e9llo\"";
          case EMBED_V2 -> "\"texts\":[\"h\u00e9llo\"],\"embedding_types\":[\"float\"]";
          case RERANK_UNVERSIONED, RERANK_V1, RERANK_V2 ->
              "\"query\":\"h\u00e9llo\",\"documents\":[\"a\",\"b\"]";
          case SCORE, SCORE_V1 -> "\"text_1\":\"h\u00e9llo\",\"text_2\":[\"a\",\"b\"]";
        };
    return "{" + fields + ",\"model\":\"" + model + "\"}";
  }

  private static final String MESSAGES =
      "\"messages\":[{\"role\":\"user\",\"content\":\"h\u00e9llo\"}]";
}
