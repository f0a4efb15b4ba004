package dev.vllmnginx.config;

import dev.vllmnginx.config.syntax.Address;

/**
 * A {@code listen} directive.
 *
 * @param ssl whether it speaks TLS
 * @param http2 whether HTTP/2 is switched on here, as nginx before 1.25.1 wants it
 * @param defaultServer whether its server answers host names that no server has
 */
public record Listener(Address address, boolean ssl, boolean http2, boolean defaultServer) {}
