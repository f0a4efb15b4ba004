package dev.vllmnginx.catalog;

import dev.vllmnginx.diagnostics.Visible;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where nginx listens for callers of its own machine only.
 *
 * @param address a loopback address and a port; null: a unix socket
 * @param socket absolute path of a unix socket; null: an address
 */
public record LocalListen(@Nullable ListenAddress address, @Nullable String socket) {
  /** With the directory of nginx's temporary name, a path must fit into 108 bytes. */
  private static final Pattern SOCKET =
      Pattern.compile("unix:(?=.{1,100}\\z)(?:/(?!\\.{1,2}(?:/|\\z))[A-Za-z0-9._-]+)+\\.sock");

  private static final String EXAMPLE =
      "\"127.0.0.1:9145\", \"[::1]:9145\" or \"unix:/run/x.sock\"";

  /** Reads {@code 127.0.0.1:9145}, {@code [::1]:9145} or {@code unix:/run/vllm/metrics.sock}. */
  public static Parsed<LocalListen> parse(String text) {
    if (text.startsWith("unix:")) {
      return SOCKET.matcher(text).matches()
          ? Parsed.of(new LocalListen(null, text.substring("unix:".length())))
          : Parsed.bad(Visible.quote(text) + " is not the path of a socket", "write " + EXAMPLE);
    }
    return ListenAddress.parseLoopback(text)
        .then(listen -> Parsed.of(new LocalListen(listen, null)));
  }

  /** The parameter of nginx's {@code listen}. */
  public String text() {
    return address == null ? "unix:" + socket : address.text();
  }
}
