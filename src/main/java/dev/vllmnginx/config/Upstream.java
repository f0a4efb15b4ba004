package dev.vllmnginx.config;

import dev.vllmnginx.config.syntax.Address;
import dev.vllmnginx.config.syntax.Duration;
import dev.vllmnginx.config.syntax.Identifier;
import dev.vllmnginx.config.syntax.Size;
import dev.vllmnginx.config.syntax.Words;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The servers of one model.
 *
 * @param name of the upstream
 * @param zone its shared memory, without which every worker would balance and count failures on its
 *     own
 * @param zoneSize null where another upstream has given it
 * @param balance the balancing directive; null: in turn
 * @param picked whether the key that njs picked decides ({@code hash}), instead of any balancing
 * @param peers the servers
 * @param keepalive idle connections kept per worker
 * @param keepaliveTimeout below the 5 s after which vLLM (uvicorn) closes an idle connection
 */
public record Upstream(
    Identifier name,
    Identifier zone,
    @Nullable Size zoneSize,
    @Nullable Words balance,
    boolean picked,
    List<Peer> peers,
    int keepalive,
    Duration keepaliveTimeout) {
  public Upstream {
    peers = List.copyOf(peers);
  }

  /**
   * A {@code server} of an upstream.
   *
   * @param weight share of requests
   * @param maxConns most connections at a time; 0: unlimited
   */
  public record Peer(
      Address address,
      int weight,
      int maxConns,
      int maxFails,
      Duration failTimeout,
      boolean backup,
      boolean down) {

    Peer asDown() {
      return new Peer(address, weight, maxConns, maxFails, failTimeout, backup, true);
    }

    /** One of many of the same weight, none of them a backup. */
    Peer asEqual() {
      return new Peer(address, 1, maxConns, maxFails, failTimeout, false, down);
    }
  }
}
