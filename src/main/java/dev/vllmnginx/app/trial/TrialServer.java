package dev.vllmnginx.app.trial;

import dev.vllmnginx.catalog.ServerAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A server of the catalog as the trial uses it.
 *
 * @param declared its address in the catalog
 * @param used the address that nginx connects to: the same, or a stand-in's
 * @param reason why a stand-in takes its place; null: the server itself is used
 */
public record TrialServer(ServerAddress declared, ServerAddress used, @Nullable String reason) {
  public boolean isStandIn() {
    return reason != null;
  }

  /**
   * Whether this is the server that nginx connected to.
   *
   * @param upstream {@code $upstream_addr}: nginx has resolved a name when it read its
   *     configuration
   */
  boolean isAt(String upstream) {
    if (used.text().equals(upstream)) {
      return true;
    }
    try {
      return Arrays.stream(InetAddress.getAllByName(used.host()))
          .anyMatch(address -> text(address, used.port()).equals(upstream));
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static String text(InetAddress address, int port) {
    String host = address.getHostAddress();
    return (address instanceof Inet6Address ? "[" + host + "]" : host) + ":" + port;
  }

  /** The server in a few words. */
  public String text() {
    return isStandIn() ? "stand-in for " + declared.text() : declared.text();
  }
}
