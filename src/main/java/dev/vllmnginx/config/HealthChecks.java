package dev.vllmnginx.config;

import dev.vllmnginx.config.syntax.Duration;
import dev.vllmnginx.config.syntax.Identifier;
import dev.vllmnginx.config.syntax.Size;
import dev.vllmnginx.config.syntax.UriPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The servers that nginx watches. One worker asks them and writes the end of the name of the group
 * without those that are out into shared memory, from where requests take it.
 *
 * @param picks whether there is a group from which njs picks a server by a key
 * @param detours the locations through which servers are asked that are known by a name
 * @param zoneSize of the shared memory ({@code js_shared_dict_zone})
 * @param rounds who is asked when
 * @param models the watched models
 */
public record HealthChecks(
    Size zoneSize, boolean picks, List<Detour> detours, List<Round> rounds, List<Watched> models) {
  public HealthChecks {
    detours = List.copyOf(detours);
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
   * @param body what is posted; null: it is a {@code GET}
   * @param serverKey the variable with the header that the servers want; null: they want none
   * @param fails bad answers in a row that take a server out
   * @param passes good answers in a row that bring it back
   */
  public record Watched(
      String model,
      int round,
      String key,
      long intervalMillis,
      @Nullable String body,
      @Nullable Identifier serverKey,
      int fails,
      int passes,
      Choice choice,
      List<Replica> replicas) {
    public Watched {
      replicas = List.copyOf(replicas);
    }
  }

  /** How the group is found when some servers are out. */
  public enum Choice {
    /** There is one for each set. */
    SETS,
    /** There is one for each server, and one in which a key picks the server. */
    PICKED,
    /** There is one for each server, and one that has nothing but it. */
    ONLY
  }

  /**
   * A watched server.
   *
   * @param number its place in the catalog, from 1, as names of groups have it
   * @param url what is asked for; with {@code named} it is a {@link Detour}
   * @param named whether its address is a name, which nginx and not njs looks up
   * @param weight share of requests
   * @param backup whether it gets requests only when no other server can
   */
  public record Replica(
      int number, String address, String url, boolean named, int weight, boolean backup) {}

  /**
   * Where njs asks a server by way of nginx, which connects to the very addresses that clients'
   * requests go to: those that the name had when nginx read its configuration.
   *
   * @param location on the status listener
   * @param upstream the group of this server alone
   * @param path what is asked for there
   * @param timeout until which an answer counts
   */
  public record Detour(UriPath location, Identifier upstream, UriPath path, Duration timeout) {}
}
