package dev.vllmnginx.app.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.catalog.ListenAddress;
import dev.vllmnginx.process.ProcessTable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortCheckTest {
  private static final long SELF = ProcessHandle.current().pid();

  private static ServerSocket listen(String address) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
    return socket;
  }

  private static PortCheck check(Long... ours) {
    return new PortCheck(ProcessTable.local(), Set.of(ours));
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, 127.0.0.1", "127.0.0.1, ", "0.0.0.0, 127.0.0.1", "::1, ::1"})
  void saysWhoHoldsAPort(String held, String wanted) throws IOException {
    try (ServerSocket socket = listen(held)) {
      ListenAddress listen = new ListenAddress(wanted, socket.getLocalPort());

      assertThat(check().check(listen))
          .hasValueSatisfying(
              problem ->
                  assertThat(problem.message())
                      .contains(
                          "port " + socket.getLocalPort() + " is taken: process " + SELF + " (")
                      .contains("java"));
    }
  }

  @Test
  void leavesNginxItsOwnPorts() throws IOException {
    try (ServerSocket socket = listen("127.0.0.1")) {
      int port = socket.getLocalPort();

      assertThat(check(SELF).check(new ListenAddress("127.0.0.1", port))).isEmpty();
      assertThat(check(SELF).check(new ListenAddress("127.0.0.2", port))).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, ", "0.0.0.0, 127.0.0.1"})
  void knowsWhatAReloadCannotChange(String held, String wanted) throws IOException {
    try (ServerSocket socket = listen(held)) {
      ListenAddress listen = new ListenAddress(wanted, socket.getLocalPort());

      assertThat(check(SELF).check(listen))
          .hasValueSatisfying(
              problem ->
                  assertThat(problem.message())
                      .startsWith("nginx itself listens on ")
                      .endsWith("to " + listen.text() + " by a reload"));
    }
  }

  @Test
  void takesFreePortsForGood() throws IOException {
    int port;
    try (ServerSocket socket = listen("127.0.0.1")) {
      port = socket.getLocalPort();
    }
    assertThat(check().check(new ListenAddress(null, port))).isEmpty();
    assertThat(check().check(new ListenAddress("127.0.0.1", port))).isEmpty();
    assertThat(check().check(new ListenAddress("::", port))).isEmpty();
  }

  @Test
  void knowsAddressesThatThisMachineDoesNotHave() {
    assertThat(check().check(new ListenAddress("192.0.2.1", 8080)))
        .hasValueSatisfying(
            problem ->
                assertThat(problem.message())
                    .startsWith("nginx cannot listen on 192.0.2.1:8080: "));
  }
}
