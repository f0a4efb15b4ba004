package dev.vllmnginx.app.doctor;

import dev.vllmnginx.catalog.ServerAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server said.
 *
 * @param down whether the catalog takes it out; it is not asked then
 * @param version vLLM's; null when it did not say
 * @param served the names that it serves, in its order
 * @param maxModelLength tokens of prompt and answer together; 0 when it did not say
 */
public record ServerReport(
    ServerAddress address,
    boolean down,
    @Nullable String version,
    List<String> served,
    long maxModelLength,
    List<Complaint> complaints) {
  public ServerReport {
    served = List.copyOf(served);
    complaints = List.copyOf(complaints);
  }
}
