package dev.vllmnginx.catalog;

import java.util.List;

/**
 * One model and the vLLM servers that serve it.
 *
 * @param name what clients send
 * @param type decides which endpoints reach it
 * @param endpoints the requests that reach it, at least one, without duplicates
 * @param aliases further names that its servers serve too (vLLM's {@code --served-model-name a b})
 * @param servers at least one
 * @param balance how requests are spread over the servers
 * @param timeouts limits of waiting for a server
 * @param maxBodySize largest request body
 */
public record Model(
    ModelName name,
    ModelType type,
    List<Endpoint> endpoints,
    List<ModelName> aliases,
    List<Server> servers,
    Balance balance,
    Timeouts timeouts,
    ByteSize maxBodySize) {
  public Model {
    endpoints = List.copyOf(endpoints);
    aliases = List.copyOf(aliases);
    servers = List.copyOf(servers);
  }

  public Model withServers(List<Server> changed) {
    return new Model(name, type, endpoints, aliases, changed, balance, timeouts, maxBodySize);
  }
}
