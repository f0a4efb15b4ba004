package dev.vllmnginx.gateway;

import dev.vllmnginx.testing.CompiledCatalog;
import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RecordingBackend;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A gateway with a model that its two servers know by another name, and one without. */
final class RenamingGateway {
  static final String SERVED = "org/Base-Model";

  private static @Nullable RenamingGateway current;

  private final RecordingBackend first = RecordingBackend.chat("first", SERVED);
  private final RecordingBackend spare = RecordingBackend.chat("spare", SERVED);
  private final RecordingBackend plain = RecordingBackend.embedding("plain", "plain", "other");
  private final int port = NginxGateway.freePort();
  private final NginxGateway nginx;

  /** The gateway on that runtime: the one that the last test had, if it still runs. */
  static synchronized RenamingGateway on(NginxRuntime runtime) {
    RenamingGateway gateway = current;
    if (gateway == null || !gateway.nginx.isRunning() || !gateway.nginx.runtime().equals(runtime)) {
      if (gateway != null) {
        gateway.backends().forEach(RecordingBackend::close);
      }
      gateway = new RenamingGateway(runtime);
      current = gateway;
    }
    gateway.backends().forEach(RecordingBackend::reset);
    return gateway;
  }

  private RenamingGateway(NginxRuntime runtime) {
    nginx =
        NginxGateway.start(
            runtime,
            CompiledCatalog.files(
                runtime,
                """
                version: 1
                gateway: {listen: ["127.0.0.1:%d"], unknown_model: public, missing_model: public}
                models:
                  - name: public
                    type: chat
                    served_name: %s
                    aliases: [gpt-4o]
                    list_aliases: false
                    servers:
                      - {address: "%s"}
                      - {address: "%s", backup: true}
                  - name: plain
                    type: embedding
                    aliases: [other]
                    servers: [{address: "%s"}]
                  - name: whisper
                    type: transcription
                    served_name: %s
                    servers: [{address: "%s"}]
                """
                    .formatted(
                        port,
                        SERVED,
                        first.address(),
                        spare.address(),
                        plain.address(),
                        SERVED,
                        first.address())));
  }

  private List<RecordingBackend> backends() {
    return List.of(first, spare, plain);
  }

  RecordingBackend first() {
    return first;
  }

  RecordingBackend spare() {
    return spare;
  }

  /** The server of the model that is called the same on both sides. */
  RecordingBackend plain() {
    return plain;
  }

  RawHttpClient client() {
    return RawHttpClient.plain(port);
  }
}
