package dev.vllmnginx.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What clients meet.
 *
 * @param listen plain HTTP; may be empty when there is TLS
 * @param serverNames host names that are answered; empty: any
 * @param trustedProxies who may say in {@code X-Forwarded-For} which client a request is from
 * @param tls null when the gateway speaks plain HTTP only
 * @param unknownModel the model that serves requests for unknown names; null: they are refused
 * @param missingModel the model that serves requests that name none; null: they are refused
 * @param maxBodySize default for {@link Model#maxBodySize()}
 * @param statusListen where it says which release it runs, a loopback address; null: nowhere, which
 *     no catalog can ask for
 * @param limits of each client, told by its address
 */
public record Gateway(
    List<ListenAddress> listen,
    List<HostName> serverNames,
    List<IpNetwork> trustedProxies,
    @Nullable Tls tls,
    @Nullable ModelName unknownModel,
    @Nullable ModelName missingModel,
    ByteSize maxBodySize,
    @Nullable ListenAddress statusListen,
    Limits limits) {
  public Gateway {
    listen = List.copyOf(listen);
    serverNames = List.copyOf(serverNames);
    trustedProxies = List.copyOf(trustedProxies);
  }
}
