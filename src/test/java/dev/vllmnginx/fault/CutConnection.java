package dev.vllmnginx.fault;

import dev.vllmnginx.testing.CompiledCatalog;
import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.RawConnection;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RawResponse;
import dev.vllmnginx.testing.RecordingBackend;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A server behind a cable that can be cut, and another one that takes its place. */
abstract class CutConnection {
  static final String MODEL = "watched";
  static final String ROW = "F05 the cable of one of two servers is cut: ";

  final NginxRuntime runtime;
  final RecordingBackend first = RecordingBackend.chat("first", MODEL);
  final RecordingBackend second = RecordingBackend.chat("second", MODEL);
  final Cable cable = new Cable(first.port());
  final int port = NginxGateway.freePort();

  CutConnection(NginxRuntime runtime) {
    this.runtime = runtime;
  }

  @AfterEach
  void close() {
    cable.close();
    List.of(first, second).forEach(RecordingBackend::close);
  }

  NginxGateway start(String defaults) {
    return NginxGateway.start(
        runtime,
        CompiledCatalog.files(
            """
            version: 1
            %s
            models:
              - name: watched
                type: chat
                servers: [{address: "%s"}, {address: "%s", backup: true}]
            """
                .formatted(
                    defaults.formatted(port, NginxGateway.freePort()),
                    cable.address(),
                    second.address())));
  }

  long asked() {
    return second.requests().stream()
        .filter(request -> request.requestLine().contains(FaultGateway.CHAT))
        .count();
  }

  int askAnew() {
    return RawHttpClient.plain(port)
        .post(FaultGateway.CHAT, FaultGateway.body(MODEL, false))
        .status();
  }

  static RawResponse ask(RawConnection client) {
    client.send(request());
    return client.read();
  }

  static String request() {
    return RawHttpClient.request(FaultGateway.CHAT, FaultGateway.body(MODEL, false));
  }

  static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
