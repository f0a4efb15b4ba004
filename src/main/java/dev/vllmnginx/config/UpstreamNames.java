package dev.vllmnginx.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
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
      name = plain + "_" + hash(modelName).substring(0, digits);
    }
    return name;
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
