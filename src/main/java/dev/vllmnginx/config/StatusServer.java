package dev.vllmnginx.config;

import dev.vllmnginx.config.syntax.Address;
import dev.vllmnginx.config.syntax.ReleaseId;

/**
 * The {@code server} block that says which release a worker runs. Each worker has a socket of its
 * own ({@code reuseport}), so that new connections reach all of them in a few tries.
 *
 * @param listen a loopback address
 * @param release what it answers
 */
public record StatusServer(Address listen, ReleaseId release) {}
