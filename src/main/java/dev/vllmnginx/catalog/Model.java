package dev.vllmnginx.catalog;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One model and the vLLM servers that serve it.
 *
 * @param name what clients send
 * @param type decides which endpoints reach it
 * @param endpoints the requests that reach it, at least one, without duplicates
 * @param aliases further names that clients may send. Its servers serve them too (vLLM's {@code
 *     --served-model-name a b}), unless there is a {@code servedName}.
 * @param servedName what vLLM is told instead of any of these names; null: what the client said
 * @param listAliases whether {@code GET /v1/models} shows the aliases
 * @param servers at least one
 * @param balance how requests are spread over the servers
 * @param timeouts limits of waiting for a server
 * @param maxBodySize largest request body
 * @param health how its servers are watched; null: not at all
 * @param limits over all clients
 * @param upstreamKey what its servers get instead of the client's key; null: nothing
 */
public record Model(
    ModelName name,
    ModelType type,
    List<Endpoint> endpoints,
    List<ModelName> aliases,
    @Nullable ModelName servedName,
    boolean listAliases,
    List<Server> servers,
    Balance balance,
    Timeouts timeouts,
    ByteSize maxBodySize,
    @Nullable Health health,
    Limits limits,
    @Nullable UpstreamKey upstreamKey) {
  public Model {
    endpoints = List.copyOf(endpoints);
    aliases = List.copyOf(aliases);
    servers = List.copyOf(servers);
  }

  /** The names that its servers must know. */
  public List<ModelName> namesOnServers() {
    if (servedName != null) {
      return List.of(servedName);
    }
    return Stream.concat(Stream.of(name), aliases.stream()).toList();
  }

  public Model withServers(List<Server> changed) {
    return new Model(
        name,
        type,
        endpoints,
        aliases,
        servedName,
        listAliases,
        changed,
        balance,
        timeouts,
        maxBodySize,
        health,
        limits,
        upstreamKey);
  }

  /** Without what needs memory that nginx's scripts share: checks of health, limits of tokens. */
  public Model withoutSharedMemory() {
    return new Model(
        name,
        type,
        endpoints,
        aliases,
        servedName,
        listAliases,
        servers,
        balance,
        timeouts,
        maxBodySize,
        null,
        limits.withoutTokens(),
        upstreamKey);
  }

  public Model withUpstreamKey(UpstreamKey changed) {
    return new Model(
        name,
        type,
        endpoints,
        aliases,
        servedName,
        listAliases,
        servers,
        balance,
        timeouts,
        maxBodySize,
        health,
        limits,
        changed);
  }

  /** The key that its servers want; null when they want none, or it has not been read. */
  public @Nullable Secret serverKey() {
    return upstreamKey == null ? null : upstreamKey.secret();
  }
}
