package dev.vllmnginx.config;

import dev.vllmnginx.config.syntax.Duration;
import dev.vllmnginx.config.syntax.Identifier;
import dev.vllmnginx.config.syntax.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The servers that nginx watches. One worker asks them and writes the end of the name of the group
 * without those that are out into shared memory, from where requests take it.
 *
 * @param zoneSize of the shared memory ({@code js_shared_dict_zone})
 * @param rounds who is asked when
 * @param models the watched models
 */
public record HealthChecks(Size zoneSize, List<Round> rounds, List<Watched> models) {
  public HealthChecks {
    rounds = List.copyOf(rounds);
    models = List.copyOf(models);
  }

  /**
   * Questions that are asked together. nginx takes no variables in times, hence one location and
   * one function for each pair of times that occurs.
   *
   * @param number of the round, from 1
   * @param location where it stands
   * @param function of njs/probes.js
   */
  public record Round(
      int number, Identifier location, Identifier function, Duration interval, Duration timeout) {}

  /**
   * A model whose servers are watched.
   *
   * @param round in which they are asked
   * @param key what their health is filed under; another one when the servers are others
   * @param intervalMillis between two questions
   * @param path what is asked for
   * @param body what is posted to it; null: it is a {@code GET}
   * @param fails bad answers in a row that take a server out
   * @param passes good answers in a row that bring it back
   */
  public record Watched(
      String model,
      int round,
      String key,
      long intervalMillis,
      String path,
      @Nullable String body,
      int fails,
      int passes,
      List<Replica> replicas) {
    public Watched {
      replicas = List.copyOf(replicas);
    }
  }

  /**
   * A watched server.
   *
   * @param number its place in the catalog, from 1, as names of groups have it
   */
  public record Replica(int number, String address) {}
}
