package dev.vllmnginx.config;

import dev.vllmnginx.config.syntax.ServerName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@code server} block beside the gateway's own. */
public sealed interface SideServer {
  List<Listener> listeners();

  /** For templates, which do not know Java types. */
  default boolean isRedirect() {
    return this instanceof Redirect;
  }

  /** Closes connections whose host name the gateway does not know. */
  record Unknown(List<Listener> listeners, boolean rejectHandshake) implements SideServer {
    public Unknown {
      listeners = List.copyOf(listeners);
    }
  }

  /**
   * Sends plain HTTP to HTTPS.
   *
   * @param serverNames the gateway's names
   * @param host the host to name; null: the one that the client asked for
   * @param port the port to name; 0: HTTPS's own
   */
  record Redirect(
      List<Listener> listeners, List<ServerName> serverNames, @Nullable ServerName host, int port)
      implements SideServer {
    public Redirect {
      listeners = List.copyOf(listeners);
      serverNames = List.copyOf(serverNames);
    }
  }
}
