package dev.vllmnginx.catalog;

import java.util.Locale;

/** How requests are spread over the servers of a model. */
public enum Balance {
  /** In turn, by weight: nginx's default. */
  ROUND_ROBIN,
  /** To the server with the fewest requests: {@code least_conn}. */
  LEAST_CONN,
  /** The better of two picked at random: {@code random two least_conn}. Has no backups. */
  RANDOM_TWO;

  /** The word in the catalog. */
  public String keyword() {
    return name().toLowerCase(Locale.ROOT);
  }
}
