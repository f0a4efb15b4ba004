package dev.vllmnginx.app;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a vLLM server says that it serves.
 *
 * @param address {@code host:port}
 * @param served the names, in the server's order; empty when it gave no answer
 * @param missing the names that it should serve and does not
 * @param trouble why there is no answer; null when there is one
 */
public record ServerModels(
    String address, List<String> served, List<String> missing, @Nullable String trouble) {
  public ServerModels {
    served = List.copyOf(served);
    missing = List.copyOf(missing);
  }

  /** Whether it answered and serves all that it should. */
  public boolean isComplete() {
    return trouble == null && missing.isEmpty();
  }
}
