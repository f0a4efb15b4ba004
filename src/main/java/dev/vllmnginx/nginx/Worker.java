package dev.vllmnginx.nginx;

import java.time.Instant;

/**
 * A worker process.
 *
 * @param pid its number
 * @param start when it was started
 * @param shuttingDown whether it has given its place to a newer one and only finishes what it has
 */
public record Worker(long pid, Instant start, boolean shuttingDown) {}
