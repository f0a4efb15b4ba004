package dev.vllmnginx.app.apply;

import dev.vllmnginx.app.trial.TrialRequest;
import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.Gateway;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.Secret;
import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.catalog.read.CatalogReader;
import dev.vllmnginx.yaml.SourceText;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One request through the gateway for each model that a release adds: as a client would send it,
 * but for the certificate, which is not looked at on the way to this machine itself.
 */
final class Smoke {
  /** For all models together. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final int UNAUTHORIZED = 401;

  private final OwnClient own;
  private final String authorization;

  /**
   * @param key the API key to show; null: none
   */
  Smoke(Gateway gateway, @Nullable Secret key) {
    this.own = new OwnClient(gateway);
    this.authorization = key == null ? "" : "Authorization: Bearer " + key.reveal() + "\r\n";
  }

  /**
   * The models that a catalog has and an earlier one has not.
   *
   * @param before the text of the earlier one; null: there was none
   */
  static List<Model> added(Catalog catalog, @Nullable String before) {
    Set<String> known =
        before == null
            ? Set.of()
            : names(CatalogReader.read(new SourceText("catalog.yaml", before)).value());
    return catalog.models().stream()
        .filter(model -> !known.contains(model.name().value()))
        .toList();
  }

  private static Set<String> names(@Nullable CatalogDocument document) {
    return document == null
        ? Set.of()
        : document.catalog().models().stream()
            .map(model -> model.name().value())
            .collect(Collectors.toSet());
  }

  /** Asks for each of them; a sentence for each that does not answer. */
  List<String> ask(List<Model> models) {
    List<String> failures = new ArrayList<>();
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (Model model : models) {
      String name = model.name().value();
      Duration left = Duration.ofNanos(end - System.nanoTime());
      if (left.toMillis() <= 0) {
        failures.add(
            "model " + name + " was not asked: " + PATIENCE.toSeconds() + " s were over before");
        continue;
      }
      try {
        int status = send(TrialRequest.of(name, model), left);
        if (status == UNAUTHORIZED) {
          failures.add(
              "model " + name + " could not be asked: no valid API key in " + Apply.KEY_VARIABLE);
        } else if (status != 200) {
          failures.add("model " + name + " answers with status " + status);
        }
      } catch (IOException | GeneralSecurityException e) {
        failures.add("model " + name + " does not answer: " + e.getMessage());
      }
    }
    return failures;
  }

  private int send(TrialRequest request, Duration patience)
      throws IOException, GeneralSecurityException {
    try (Socket socket = own.connect(patience)) {
      String head =
          "POST %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n%sContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
              .formatted(
                  request.path(),
                  own.host(),
                  authorization,
                  request.contentType(),
                  request.body().length);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(request.body());
      socket.getOutputStream().flush();
      String start = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
      if (!start.matches("HTTP/1\\.[01] [1-5][0-9][0-9]")) {
        throw new IOException("no answer");
      }
      return Integer.parseInt(start.substring(9));
    }
  }
}
