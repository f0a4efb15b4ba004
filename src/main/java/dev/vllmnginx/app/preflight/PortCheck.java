package dev.vllmnginx.app.preflight;

import dev.vllmnginx.catalog.ListenAddress;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Severity;
import dev.vllmnginx.process.ListeningSocket;
import dev.vllmnginx.process.ProcessTable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whether nginx can have a port. A reload that cannot have one keeps the old configuration, after
 * half a second for each of five tries, and says so in the error log only.
 */
final class PortCheck {
  private final ProcessTable processes;
  private final List<ListeningSocket> ownSockets;
  private final Set<Long> ours;

  /**
   * @param ours numbers of nginx's own processes; empty when it does not run
   */
  PortCheck(ProcessTable processes, Set<Long> ours) {
    this.processes = processes;
    this.ownSockets = processes.listening(ours);
    this.ours = ours;
  }

  Optional<Problem> check(ListenAddress listen) {
    InetSocketAddress address = address(listen);
    if (ownSockets.stream().anyMatch(socket -> isSame(socket, address) && isOurs(socket))) {
      return Optional.empty();
    }
    Optional<String> refusal = bind(address);
    return refusal.map(
        reason -> {
          Optional<ListeningSocket> holder =
              processes.listening().stream()
                  .filter(socket -> overlaps(socket, address))
                  .findFirst();
          return reason.toLowerCase(Locale.ROOT).contains("in use")
              ? taken(listen, holder)
              : problem(
                  "nginx cannot listen on " + listen.text() + ": " + reason,
                  "`ip address` shows the addresses of this machine");
        });
  }

  private Problem taken(ListenAddress listen, Optional<ListeningSocket> holder) {
    if (holder.filter(this::isOurs).isPresent()) {
      return problem(
          "nginx itself listens on "
              + text(holder.get())
              + " and cannot change that to "
              + listen.text()
              + " by a reload",
          "stop nginx, then run this again with --start; clients are refused meanwhile");
    }
    String who =
        holder.stream()
            .flatMap(socket -> socket.holders().stream())
            .flatMap(pid -> processes.find(pid).stream())
            .map(found -> found.pid() + " (" + shorten(found.command()) + ")")
            .findFirst()
            .map(found -> "process " + found + " listens on it")
            .orElse("somebody listens on it");
    return problem(
        "port " + listen.port() + " is taken: " + who,
        "stop that program, or choose another port in the catalog");
  }

  private static Problem problem(String message, String hint) {
    return new Problem(DiagnosticCode.PORT_UNAVAILABLE, Severity.ERROR, message, hint);
  }

  private static String shorten(String command) {
    String plain = command.replaceAll("\\p{Cntrl}", " ");
    return plain.length() <= 60 ? plain : plain.substring(0, 57) + "...";
  }

  /**
   * Takes the address without listening on it, as nginx does first, so that no client can tell.
   *
   * @return why not; empty when it can be had, or when only nginx, as root, may have it
   */
  private static Optional<String> bind(InetSocketAddress address) {
    boolean six = address.getAddress().getAddress().length == 16;
    try (SocketChannel channel =
        SocketChannel.open(six ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET)) {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(address);
      return Optional.empty();
    } catch (BindException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (IOException | UnsupportedOperationException e) {
      // A port below 1024 that this user may not have, or no IPv6: nginx's own test says more.
      return Optional.empty();
    }
  }

  private boolean isOurs(ListeningSocket socket) {
    return socket.holders().stream().anyMatch(ours::contains);
  }

  private static boolean isSame(ListeningSocket socket, InetSocketAddress address) {
    return socket.port() == address.getPort() && socket.address().equals(address.getAddress());
  }

  private static boolean overlaps(ListeningSocket socket, InetSocketAddress address) {
    return socket.port() == address.getPort()
        && (socket.address().equals(address.getAddress())
            || socket.address().isAnyLocalAddress()
            || address.getAddress().isAnyLocalAddress());
  }

  private static String text(ListeningSocket socket) {
    String host = socket.address().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + socket.port();
  }

  /** Digits only: no name server is asked. */
  private static InetSocketAddress address(ListenAddress listen) {
    String host = listen.address() == null ? "0.0.0.0" : listen.address();
    try {
      return new InetSocketAddress(InetAddress.getByName(host), listen.port());
    } catch (IOException e) {
      throw new IllegalArgumentException(listen.text(), e);
    }
  }
}
