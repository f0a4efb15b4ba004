package dev.vllmnginx.catalog;

/**
 * Figures of the gateway for Prometheus.
 *
 * @param listen where they can be read
 * @param byKey whether requests and tokens are also counted for each API key
 */
public record Metrics(LocalListen listen, boolean byKey) {}
