package dev.vllmnginx.release;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which lines differ between two texts, by patience: lines that occur once in both are matched
 * first, in their longest common order, then the gaps between them. Generated files consist mostly
 * of such lines. A small gap without them is solved exactly, a large one is replaced as a whole, so
 * that the time stays near n log n.
 */
final class LineDiff {
  /**
   * Lines of {@code before} from {@code beforeStart} up to {@code beforeEnd}, from 0, are replaced
   * by lines of {@code after}.
   */
  record Edit(int beforeStart, int beforeEnd, int afterStart, int afterEnd) {}

  /** A stretch of both texts that is still to be compared. */
  private record Gap(int beforeStart, int beforeEnd, int afterStart, int afterEnd) {}

  /** Cells of the table with which a gap is solved exactly. */
  private static final long TABLE_LIMIT = 1_000_000;

  private final int[] before;
  private final int[] after;

  /** For each line of {@code before} the line of {@code after} that it is, or -1. */
  private final int[] match;

  private LineDiff(int[] before, int[] after) {
    this.before = before;
    this.after = after;
    this.match = new int[before.length];
    Arrays.fill(match, -1);
  }

  /** The edits that make {@code after} of {@code before}, in their order, none beside another. */
  static List<Edit> between(List<String> before, List<String> after) {
    Map<String, Integer> numbers = new HashMap<>();
    LineDiff diff = new LineDiff(number(before, numbers), number(after, numbers));
    diff.run();
    return diff.edits();
  }

  private static int[] number(List<String> lines, Map<String, Integer> numbers) {
    int[] result = new int[lines.size()];
    for (int i = 0; i < result.length; i++) {
      Integer known = numbers.putIfAbsent(lines.get(i), numbers.size());
      result[i] = known == null ? numbers.size() - 1 : known;
    }
    return result;
  }

  private void run() {
    Deque<Gap> gaps = new ArrayDeque<>();
    gaps.push(new Gap(0, before.length, 0, after.length));
    while (!gaps.isEmpty()) {
      Gap gap = trim(gaps.pop());
      if (gap.beforeStart == gap.beforeEnd || gap.afterStart == gap.afterEnd) {
        continue;
      }
      int[][] anchors = anchors(gap);
      if (anchors.length > 0) {
        split(gap, anchors, gaps);
      } else if ((long) (gap.beforeEnd - gap.beforeStart) * (gap.afterEnd - gap.afterStart)
          <= TABLE_LIMIT) {
        solve(gap);
      }
    }
  }

  /** Matches equal lines at both ends of a gap and gives what is left. */
  private Gap trim(Gap gap) {
    int a = gap.beforeStart;
    int b = gap.afterStart;
    int aEnd = gap.beforeEnd;
    int bEnd = gap.afterEnd;
    while (a < aEnd && b < bEnd && before[a] == after[b]) {
      match[a++] = b++;
    }
    while (a < aEnd && b < bEnd && before[aEnd - 1] == after[bEnd - 1]) {
      match[--aEnd] = --bEnd;
    }
    return new Gap(a, aEnd, b, bEnd);
  }

  private static void split(Gap gap, int[][] anchors, Deque<Gap> gaps) {
    int a = gap.beforeStart;
    int b = gap.afterStart;
    for (int[] anchor : anchors) {
      gaps.push(new Gap(a, anchor[0], b, anchor[1]));
      a = anchor[0];
      b = anchor[1];
    }
    // The last stretch begins with the last anchor, which trimming matches.
    gaps.push(new Gap(a, gap.beforeEnd, b, gap.afterEnd));
  }

  /** Pairs of lines that occur once on both sides of the gap, the longest row that ascends. */
  private int[][] anchors(Gap gap) {
    Map<Integer, int[]> seen = new HashMap<>();
    for (int i = gap.beforeStart; i < gap.beforeEnd; i++) {
      int[] places = seen.computeIfAbsent(before[i], key -> new int[] {0, 0, 0, 0});
      places[0]++;
      places[1] = i;
    }
    for (int i = gap.afterStart; i < gap.afterEnd; i++) {
      int[] places = seen.get(after[i]);
      if (places != null) {
        places[2]++;
        places[3] = i;
      }
    }
    List<int[]> unique = new ArrayList<>();
    for (int i = gap.beforeStart; i < gap.beforeEnd; i++) {
      int[] places = seen.getOrDefault(before[i], new int[4]);
      if (places[0] == 1 && places[2] == 1) {
        unique.add(new int[] {i, places[3]});
      }
    }
    return longestAscending(unique);
  }

  /** Patience sorting by the second number; the first ascends already. */
  private static int[][] longestAscending(List<int[]> pairs) {
    int[] tops = new int[pairs.size()];
    int[] previous = new int[pairs.size()];
    int length = 0;
    for (int i = 0; i < pairs.size(); i++) {
      int low = 0;
      int high = length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (pairs.get(tops[middle])[1] < pairs.get(i)[1]) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      previous[i] = low == 0 ? -1 : tops[low - 1];
      tops[low] = i;
      length = Math.max(length, low + 1);
    }
    int[][] row = new int[length][];
    int at = length == 0 ? -1 : tops[length - 1];
    for (int i = length - 1; i >= 0; i--) {
      row[i] = pairs.get(at);
      at = previous[at];
    }
    return row;
  }

  /** The longest common subsequence by its table. */
  private void solve(Gap gap) {
    int rows = gap.beforeEnd - gap.beforeStart;
    int columns = gap.afterEnd - gap.afterStart;
    int[][] table = new int[rows + 1][columns + 1];
    for (int i = rows - 1; i >= 0; i--) {
      for (int j = columns - 1; j >= 0; j--) {
        table[i][j] =
            before[gap.beforeStart + i] == after[gap.afterStart + j]
                ? table[i + 1][j + 1] + 1
                : Math.max(table[i + 1][j], table[i][j + 1]);
      }
    }
    int i = 0;
    int j = 0;
    while (i < rows && j < columns) {
      if (before[gap.beforeStart + i] == after[gap.afterStart + j]) {
        match[gap.beforeStart + i++] = gap.afterStart + j++;
      } else if (table[i + 1][j] >= table[i][j + 1]) {
        i++;
      } else {
        j++;
      }
    }
  }

  private List<Edit> edits() {
    List<Edit> edits = new ArrayList<>();
    int a = 0;
    int b = 0;
    while (a < before.length || b < after.length) {
      int aStart = a;
      int bStart = b;
      while (a < before.length && match[a] < 0) {
        a++;
      }
      b = a < before.length ? match[a] : after.length;
      if (a > aStart || b > bStart) {
        edits.add(new Edit(aStart, a, bStart, b));
      }
      while (a < before.length && match[a] == b) {
        a++;
        b++;
      }
    }
    return edits;
  }
}
