package dev.vllmnginx.catalog;

import dev.vllmnginx.diagnostics.Visible;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How nginx asks the servers of a model whether they are well. One that is not leaves the rotation
 * before a client's request meets it.
 *
 * @param probe what is asked
 * @param path what {@link Probe#HTTP} asks for; 200 is well
 * @param interval between two questions ({@code js_periodic})
 * @param timeout until which an answer counts, shorter than the interval
 * @param fails bad answers in a row that take a server out
 * @param passes good answers in a row that bring it back
 */
public record Health(
    Probe probe, String path, TimeSpan interval, TimeSpan timeout, int fails, int passes) {
  private static final Pattern PATH =
      Pattern.compile("(?!.*//)(?!.*/\\.\\.?(?:/|$))/[A-Za-z0-9/._-]{0,127}");

  /** What a server is asked. */
  public enum Probe {
    /** {@code GET} of a path. vLLM's {@code /health} stays 200 when its engine hangs. */
    HTTP,
    /** A request for one token, or for the embedding of one word. */
    INFERENCE,
    /** Nothing. */
    NONE;

    /** The word in the catalog. */
    public String keyword() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What holds unless the catalog says otherwise. An engine may be busy for longer than a path. */
  public static Health of(Probe probe) {
    return probe == Probe.INFERENCE
        ? new Health(probe, "/health", TimeSpan.ofSeconds(30), TimeSpan.ofSeconds(20), 2, 1)
        : new Health(probe, "/health", TimeSpan.ofSeconds(5), TimeSpan.ofSeconds(2), 2, 2);
  }

  /**
   * Reads the path that is asked for. It goes to the server as it stands, and servers do not agree
   * about what {@code ..} and {@code //} mean.
   */
  public static Parsed<String> parsePath(String text) {
    return PATH.matcher(text).matches()
        ? Parsed.of(text)
        : Parsed.bad(
            Visible.quote(text) + " is not a path",
            "write for example /health; \"//\", \"/./\" and \"/../\" have no place in it");
  }
}
