package dev.vllmnginx.catalog;

import java.util.List;

/**
 * TLS towards clients.
 *
 * @param listen at least one address
 * @param certificate absolute path of a PEM file ({@code ssl_certificate})
 * @param certificateKey absolute path of a PEM file ({@code ssl_certificate_key})
 * @param redirect whether the plain listeners only redirect to HTTPS
 */
public record Tls(
    List<ListenAddress> listen, String certificate, String certificateKey, boolean redirect) {
  public Tls {
    listen = List.copyOf(listen);
  }
}
