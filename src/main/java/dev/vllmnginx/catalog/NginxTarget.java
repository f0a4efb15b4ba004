package dev.vllmnginx.catalog;

/**
 * The nginx that the output is for. The output depends on this, never on the machine that renders.
 *
 * @param version lowest nginx that must load the files
 * @param njs lowest njs module that must load the script
 * @param engine what runs the script
 * @param layout whether the tree has its own nginx.conf
 * @param user the workers' account ({@code user}), standalone only
 * @param workerConnections connections per worker ({@code worker_connections}), standalone only
 * @param pid the file with the master's process number ({@code pid}), standalone only
 */
public record NginxTarget(
    Version version,
    Version njs,
    Engine engine,
    Layout layout,
    String user,
    int workerConnections,
    String pid) {}
