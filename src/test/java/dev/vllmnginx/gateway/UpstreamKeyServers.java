package dev.vllmnginx.gateway;

import dev.vllmnginx.testing.CompiledCatalog;
import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RawResponse;
import dev.vllmnginx.testing.RecordedRequest;
import dev.vllmnginx.testing.RecordingBackend;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** Servers that want keys of their own, one that wants none, and their gateway. */
abstract class UpstreamKeyServers {
  static final String CHAT = "/v1/chat/completions";

  /** Every kind of sign that a key may have. */
  static final String FIRST_KEY = "first!#%&'()*+,-./:;<=>?@[]^_`{|}~KeyOfVllm";

  static final String SECOND_KEY = "SecondKeyOfVllm";

  final NginxRuntime runtime;
  final RecordingBackend first = RecordingBackend.chat("first", "first", "first-too");
  final RecordingBackend second = RecordingBackend.chat("second", "Second");
  final RecordingBackend open = RecordingBackend.chat("open", "open");
  final int port = NginxGateway.freePort();

  UpstreamKeyServers(NginxRuntime runtime) {
    this.runtime = runtime;
    first.wantKey(FIRST_KEY);
    second.wantKey(SECOND_KEY);
  }

  @AfterEach
  void close() {
    List.of(first, second, open).forEach(RecordingBackend::close);
  }

  NginxGateway start(String target, String more) {
    String catalog =
        """
        version: 1
        nginx: {%s}
        gateway: {listen: ["127.0.0.1:%d"], status_listen: "127.0.0.1:%d"}
        %smodels:
          - {name: first, type: chat, upstream_key: {file: first.key}, servers: [{address: "%s"}]}
          - {name: first-too, type: chat, upstream_key: {file: first.key}, servers: [{address: "%s"}]}
          - {name: second, type: chat, served_name: Second, upstream_key: {file: second.key}, servers: [{address: "%s"}]}
          - {name: open, type: chat, servers: [{address: "%s"}]}
        """
            .formatted(
                target,
                port,
                NginxGateway.freePort(),
                more,
                first.address(),
                first.address(),
                second.address().replace("127.0.0.1", "localhost"),
                open.address());
    return NginxGateway.start(
        runtime,
        CompiledCatalog.files(
            catalog, Map.of("first.key", FIRST_KEY + "\n", "second.key", SECOND_KEY)));
  }

  RawResponse ask(String model) {
    return RawHttpClient.plain(port)
        .send(
            RawHttpClient.request(
                CHAT,
                "{\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}],\"model\":\""
                    + model
                    + "\"}",
                "Authorization: Bearer what-the-client-has"));
  }

  static boolean has(RecordedRequest request, String key) {
    return request.header("authorization").filter(("Bearer " + key)::equals).isPresent();
  }
}
