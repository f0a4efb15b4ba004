package dev.vllmnginx.app.trial;

import dev.vllmnginx.catalog.ServerAddress;
import org.jspecify.annotations.Nullable;

/**
 * A server of the catalog as the trial uses it.
 *
 * @param declared its address in the catalog
 * @param used the address that nginx connects to: the same, or a stand-in's
 * @param reason why a stand-in takes its place; null: the server itself is used
 */
public record TrialServer(ServerAddress declared, ServerAddress used, @Nullable String reason) {
  public boolean isStandIn() {
    return reason != null;
  }

  /** The server in a few words. */
  public String text() {
    return isStandIn() ? "stand-in for " + declared.text() : declared.text();
  }
}
