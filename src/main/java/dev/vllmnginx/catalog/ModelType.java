package dev.vllmnginx.catalog;

import java.util.Locale;

/** What a model does; it decides which endpoints reach it. */
public enum ModelType {
  CHAT,
  EMBEDDING,
  RERANK,
  CLASSIFY,
  POOLING,
  TRANSCRIPTION;

  /** The word in the catalog. */
  public String keyword() {
    return name().toLowerCase(Locale.ROOT);
  }
}
