package dev.vllmnginx.catalog;

import dev.vllmnginx.diagnostics.Visible;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Requests in a time ({@code rate} of {@code limit_req_zone}).
 *
 * @param number how many, from 1
 * @param perMinute whether in a minute, else in a second
 */
public record RequestRate(int number, boolean perMinute) {
  private static final Pattern GRAMMAR = Pattern.compile("([1-9][0-9]{0,5})r/([sm])");

  /** Reads {@code 10r/s} or {@code 600r/m}. */
  public static Parsed<RequestRate> parse(String text) {
    Matcher matcher = GRAMMAR.matcher(text);
    return matcher.matches()
        ? Parsed.of(
            new RequestRate(Integer.parseInt(matcher.group(1)), matcher.group(2).equals("m")))
        : Parsed.bad(
            Visible.quote(text) + " is not a rate",
            "write for example 10r/s or 600r/m, at least 1");
  }

  /** How many requests of one second, at least one. */
  public int perSecond() {
    return perMinute ? Math.max(1, number / 60) : number;
  }

  /** How many requests of one minute. */
  public int inAMinute() {
    return perMinute ? number : 60 * number;
  }

  /** Seconds, rounded up, after which one more request is let through. */
  public int secondsForOne() {
    return perMinute ? Math.max(1, (60 + number - 1) / number) : 1;
  }

  /** In nginx's syntax. */
  public String text() {
    return number + (perMinute ? "r/m" : "r/s");
  }
}
