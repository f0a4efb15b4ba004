package dev.vllmnginx.catalog;

import java.util.Locale;

/** What a client's certificate is good for. */
public enum ClientAuth {
  /** Every client needs one; where there are API keys, a key as well. */
  REQUIRED,
  /** A certificate or an API key lets a client in. */
  OPTIONAL;

  /** As the catalog has it. */
  public String keyword() {
    return name().toLowerCase(Locale.ROOT);
  }
}
