package dev.vllmnginx.config;

import dev.vllmnginx.digest.Sha256;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Names of upstreams: the model's name, made an identifier that a person recognises in {@code
 * $upstream_addr} and in a log. Where two models would get the same, the later one gets a part of
 * its name's hash, so that it keeps it whatever stands before it.
 */
final class UpstreamNames {
  /** Names that other shared memory has: nginx takes one name for one kind of content only. */
  private static final Set<String> OTHER_ZONES =
      Set.of("vllm_tls", "vllm_health", "vllm_metrics", "vllm_tokens", "vllm_client_tokens");

  private final Set<String> taken = new HashSet<>(OTHER_ZONES);

  String next(String modelName) {
    String plain = "vllm_" + modelName.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    String name = plain;
    for (int digits = 6; !taken.add(name); digits++) {
      name = plain + "_" + Sha256.hex(modelName).substring(0, digits);
    }
    return name;
  }
}
