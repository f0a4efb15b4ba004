package dev.vllmnginx.catalog;

import java.util.Locale;

/** What runs the gateway's script inside nginx ({@code js_engine}). */
public enum Engine {
  /** njs's own engine, which every version has. */
  NJS,
  /** QuickJS, from njs 1.0.1 on where it is built in; before, it has faults that matter here. */
  QJS;

  /** The word in the catalog and in nginx. */
  public String keyword() {
    return name().toLowerCase(Locale.ROOT);
  }
}
