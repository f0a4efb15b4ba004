package dev.vllmnginx.config;

import dev.vllmnginx.config.syntax.FilePath;

/**
 * The access log.
 *
 * @param json whether lines are JSON objects
 * @param path where it goes
 * @param everywhere whether the whole {@code http} block logs like this, or only the gateway's own
 *     servers
 * @param accounting whether it has tokens and the begin of each body, which a script finds out
 */
public record AccessLog(boolean json, FilePath path, boolean everywhere, boolean accounting) {}
