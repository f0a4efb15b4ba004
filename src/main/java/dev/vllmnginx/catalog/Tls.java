package dev.vllmnginx.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * TLS towards clients.
 *
 * @param listen at least one address
 * @param certificate absolute path of a PEM file ({@code ssl_certificate})
 * @param certificateKey absolute path of a PEM file ({@code ssl_certificate_key})
 * @param redirect whether the plain listeners only redirect to HTTPS
 * @param clientCa absolute path of the PEM file with those whose signature makes a client's
 *     certificate good ({@code ssl_client_certificate}); null: clients are not asked for one
 * @param clientAuth what such a certificate is good for
 */
public record Tls(
    List<ListenAddress> listen,
    String certificate,
    String certificateKey,
    boolean redirect,
    @Nullable String clientCa,
    ClientAuth clientAuth) {
  public Tls {
    listen = List.copyOf(listen);
  }
}
