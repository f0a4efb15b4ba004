package dev.vllmnginx.nginx;

import java.nio.file.Path;
import java.util.Set;

/**
 * How one nginx is set up, as far as those must know who change what it serves.
 *
 * @param mainFile what it is started with ({@code nginx -c}), absolute; with the symbolic link in
 *     it that releases switch, not with what that points at
 * @param pidFile as its configuration names it ({@code pid})
 * @param errorLog as its configuration names it ({@code error_log})
 * @param ports on which it listens, by which workers without a master are known; empty: any
 */
public record NginxSetup(Path mainFile, Path pidFile, Path errorLog, Set<Integer> ports) {
  public NginxSetup {
    ports = Set.copyOf(ports);
  }
}
