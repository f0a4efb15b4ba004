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
  private final Set<String> taken = new HashSet<>();

  String next(String modelName) {
    String plain = "vllm_" + modelName.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    String name = plain;
    for (int digits = 6; !taken.add(name); digits++) {
      name = plain + "_" + Sha256.hex(modelName).substring(0, digits);
    }
    return name;
  }
}
