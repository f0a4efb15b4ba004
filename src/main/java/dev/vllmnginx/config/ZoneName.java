package dev.vllmnginx.config;

import dev.vllmnginx.config.syntax.Identifier;
import dev.vllmnginx.digest.Sha256;

/**
 * Names of the shared memory of limits. nginx keeps a zone over a reload, and when one of the same
 * name is to hold something else it silently stays with the whole old configuration. So the name
 * changes with what is in it.
 */
final class ZoneName {
  private static final int DIGITS = 8;

  private ZoneName() {}

  /**
   * @param purpose letters, digits and underscores
   * @param content everything that must not change under one name
   */
  static Identifier of(String purpose, String content) {
    return new Identifier("vllm_" + purpose + "_" + Sha256.hex(content).substring(0, DIGITS), null);
  }
}
