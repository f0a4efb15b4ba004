package dev.vllmnginx.diagnostics;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what was probably meant. */
public final class Suggestions {
  /** Longer words are not compared: the work grows with the product of the lengths. */
  private static final int LONGEST = 64;

  private Suggestions() {}

  /**
   * The candidate that is nearest to {@code word}, if one is near enough: at most a third of its
   * characters inserted, removed, replaced or swapped with their neighbour; case and the difference
   * between {@code -} and {@code _} cost nothing.
   */
  public static Optional<String> nearest(String word, Collection<String> candidates) {
    String wanted = normalise(word);
    if (wanted.isEmpty() || wanted.length() > LONGEST) {
      return Optional.empty();
    }
    String best = null;
    int bestDistance = Integer.MAX_VALUE;
    for (String candidate : candidates) {
      if (candidate.length() > LONGEST) {
        continue;
      }
      int allowed = Math.max(1, Math.max(wanted.length(), candidate.length()) / 3);
      if (Math.abs(wanted.length() - candidate.length()) > allowed) {
        continue;
      }
      int distance = distance(wanted, normalise(candidate));
      if (distance <= allowed && distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return Optional.ofNullable(best);
  }

  /** The sentence for a hint: {@code did you mean "port"?} */
  public static Optional<String> didYouMean(String word, Collection<String> candidates) {
    return nearest(word, candidates)
        .map(candidate -> "did you mean " + Visible.quote(candidate) + "?");
  }

  private static String normalise(String word) {
    return word.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  /** Optimal string alignment distance. */
  private static int distance(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
        if (isSwap(a, i, b, j)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[b.length()];
  }

  private static boolean isSwap(String a, int i, String b, int j) {
    return i > 1
        && j > 1
        && a.charAt(i - 1) == b.charAt(j - 2)
        && a.charAt(i - 2) == b.charAt(j - 1);
  }
}
