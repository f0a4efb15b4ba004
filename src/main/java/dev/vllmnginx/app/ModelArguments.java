package dev.vllmnginx.app;

import dev.vllmnginx.edit.NewModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model as it was given on the command line. Nothing is checked yet.
 *
 * @param servedName what its servers call it; null: as clients do
 * @param balance null: left to the catalog's default
 * @param upstreamKey the file with the key that its servers want; null: they want none
 */
public record ModelArguments(
    String name,
    String type,
    List<String> aliases,
    @Nullable String servedName,
    @Nullable String balance,
    @Nullable String upstreamKey,
    List<ServerArguments> servers) {
  public ModelArguments {
    aliases = List.copyOf(aliases);
    servers = List.copyOf(servers);
  }

  /**
   * One server of it.
   *
   * @param weight null: left to the default
   */
  public record ServerArguments(String address, @Nullable String weight) {}

  NewModel toNewModel() {
    return new NewModel(
        name,
        type,
        aliases,
        servedName,
        balance,
        upstreamKey,
        servers.stream()
            .map(server -> new NewModel.NewServer(server.address(), server.weight()))
            .toList());
  }
}
