package dev.vllmnginx.config;

import dev.vllmnginx.config.syntax.FilePath;
import dev.vllmnginx.config.syntax.MapKey;
import dev.vllmnginx.config.syntax.Network;
import dev.vllmnginx.config.syntax.ServerName;
import dev.vllmnginx.config.syntax.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code server} block that answers clients.
 *
 * @param quickJs whether the script runs on QuickJS ({@code js_engine qjs})
 * @param scripted whether a script runs for every request with a JSON body; otherwise nginx itself
 *     finds the way of the ordinary ones
 * @param listeners where it listens
 * @param serverNames its host names
 * @param trustedProxies who may say in {@code X-Forwarded-For} which client a request is from
 * @param tls null without TLS
 * @param http2On whether the directive {@code http2 on} is needed (nginx from 1.25.1)
 * @param keepsIdle whether idle connections outlive a reload for a while (nginx from 1.27.4)
 * @param strictTransport whether clients are told to use HTTPS only ({@code
 *     Strict-Transport-Security})
 * @param maxBodySize the largest body of any model
 * @param entries the exact paths that clients may post to
 * @param responses what may be done with a response by its id; null: no model makes responses
 * @param proxies where the script sends a request, one per endpoint and set of time-outs
 */
public record GatewayServer(
    boolean quickJs,
    boolean scripted,
    List<Listener> listeners,
    List<ServerName> serverNames,
    List<Network> trustedProxies,
    @Nullable ServerTls tls,
    boolean http2On,
    boolean keepsIdle,
    boolean strictTransport,
    Size maxBodySize,
    List<EntryLocation> entries,
    @Nullable Responses responses,
    List<ProxyLocation> proxies) {
  public GatewayServer {
    listeners = List.copyOf(listeners);
    serverNames = List.copyOf(serverNames);
    trustedProxies = List.copyOf(trustedProxies);
    entries = List.copyOf(entries);
    proxies = List.copyOf(proxies);
  }

  /** Whether any path takes forms, so that not all bodies are JSON. */
  public boolean forms() {
    return entries.stream().anyMatch(EntryLocation::form);
  }

  /**
   * What the paths below {@code /v1/responses/} do, which name no model.
   *
   * @param retrieve whether a response can be asked for by its id
   * @param cancel whether it can be stopped
   */
  public record Responses(boolean retrieve, boolean cancel) {}

  /**
   * Certificate and key.
   *
   * @param clients null: clients are not asked for certificates
   */
  public record ServerTls(
      FilePath certificate, FilePath certificateKey, @Nullable ClientCertificates clients) {}

  /**
   * Certificates of clients.
   *
   * @param authority those who sign them
   * @param required whether a client without one is turned away whatever else it shows
   * @param handshakes the host names for which a client's certificate was looked at with that
   *     authority; empty: for all
   */
  public record ClientCertificates(FilePath authority, boolean required, List<MapKey> handshakes) {
    public ClientCertificates {
      handshakes = List.copyOf(handshakes);
    }
  }
}
