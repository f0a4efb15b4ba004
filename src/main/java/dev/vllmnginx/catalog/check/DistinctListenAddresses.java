package dev.vllmnginx.catalog.check;

import dev.vllmnginx.catalog.ListenAddress;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import java.util.ArrayList;
import java.util.List;

/** Every connection comes in through one listen address: none twice, none inside of another. */
final class DistinctListenAddresses implements Rule {
  @Override
  public List<Finding> check(Subject subject) {
    List<Finding> findings = new ArrayList<>();
    List<Listeners.Listener> listeners = Listeners.of(subject.catalog());
    for (int i = 1; i < listeners.size(); i++) {
      Listeners.Listener listener = listeners.get(i);
      listeners.subList(0, i).stream()
          .filter(earlier -> overlap(earlier.address(), listener.address()))
          .findFirst()
          .ifPresent(earlier -> findings.add(finding(listener, earlier, subject)));
    }
    return findings;
  }

  private static boolean overlap(ListenAddress a, ListenAddress b) {
    if (a.port() != b.port()) {
      return false;
    }
    return a.equals(b) || covers(a, b) || covers(b, a);
  }

  /** nginx binds {@code [::]} to IPv6 only, so it does not cover any IPv4 address. */
  private static boolean covers(ListenAddress wildcard, ListenAddress other) {
    String address = other.address();
    boolean otherIsIpv4 = address == null || !address.contains(":");
    String own = wildcard.address();
    return own == null ? otherIsIpv4 : own.equals("::") && !otherIsIpv4;
  }

  private static Finding finding(
      Listeners.Listener listener, Listeners.Listener earlier, Subject subject) {
    if (listener.purpose() == Listeners.Purpose.STATUS
        && !subject.written().test(listener.path())) {
      return Finding.error(
          DiagnosticCode.DUPLICATE_LISTEN,
          earlier.path(),
          earlier.address().text()
              + " overlaps with "
              + listener.address().text()
              + ", where the gateway says which release it runs",
          "choose another port, or move the other one: gateway: {status_listen: \"127.0.0.1:8089\"}");
    }
    String address = listener.address().text();
    String other = earlier.address().text();
    String message =
        address.equals(other)
            ? "the gateway already listens on " + address
            : address + " and " + other + " overlap";
    String hint =
        listener.purpose() == earlier.purpose()
            ? "remove one of the two"
            : listener.purpose() == Listeners.Purpose.STATUS
                ? "the release's answer needs a port of its own"
                : "plain HTTP and TLS need different ports";
    return Finding.error(DiagnosticCode.DUPLICATE_LISTEN, listener.path(), message, hint)
        .with(earlier.path());
  }
}
