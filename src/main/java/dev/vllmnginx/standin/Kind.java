package dev.vllmnginx.standin;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a server's model does. */
public enum Kind {
  CHAT(8192),
  EMBEDDING(512),
  RERANK(512),
  CLASSIFY(512),
  POOLING(512),
  TRANSCRIPTION(448);

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
    Map<String, Inference> paths = new LinkedHashMap<>();
    switch (this) {
      case CHAT -> {
        paths.put("/v1/chat/completions", new Chat());
        paths.put("/v1/completions", new Completions());
        paths.put("/v1/responses", new Responses());
        paths.put("/v1/messages", new Messages());
        paths.put("/v1/messages/count_tokens", new CountTokens());
      }
      case EMBEDDING -> {
        paths.put("/v1/embeddings", new Embeddings());
        paths.put("/v2/embed", new CohereEmbeddings());
        paths.putAll(scoring());
      }
      case RERANK, CLASSIFY -> {
        paths.put("/classify", new Classifications());
        paths.putAll(scoring());
      }
      case POOLING -> paths.putAll(scoring());
      case TRANSCRIPTION -> {
        paths.put("/v1/audio/transcriptions", Transcriptions.transcribing());
        paths.put("/v1/audio/translations", Transcriptions.translating());
      }
    }
    paths.put("/tokenize", Tokens.ofText());
    paths.put("/detokenize", Tokens.toText());
    return paths;
  }

  /** What every pooling model of vLLM answers, if it has one label or none. */
  private static Map<String, Inference> scoring() {
    return Map.of(
        "/pooling", new Poolings(),
        "/score", Scoring.scores(),
        "/v1/score", Scoring.scores(),
        "/rerank", Scoring.ranking(),
        "/v1/rerank", Scoring.ranking(),
        "/v2/rerank", Scoring.ranking());
  }
}
