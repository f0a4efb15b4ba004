package dev.vllmnginx.yaml;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Turns places in a text into lines and columns. The YAML library counts code points, {@link
 * String} counts chars, and both are needed; every look-up is logarithmic, also in a text of one
 * line.
 */
final class TextIndex {
  private final int length;
  private final int[] lineStarts;

  /** The char offset of each code point, and of the end; null when the two are the same. */
  private final int @Nullable [] charOffsets;

  TextIndex(String text) {
    this.length = text.codePointCount(0, text.length());
    this.charOffsets = length == text.length() ? null : charOffsets(text, length);
    this.lineStarts = lineStarts(text.codePoints().toArray());
  }

  /** The place of a code point, counted from 0; the length of the text is its end. */
  Position atCodePoint(int codePoint) {
    int index = Math.max(0, Math.min(codePoint, length));
    int found = Arrays.binarySearch(lineStarts, index);
    int line = found >= 0 ? found : -found - 2;
    return new Position(line + 1, index - lineStarts[line] + 1, toChar(index));
  }

  /** The place of a char, counted from 0. */
  Position atChar(int offset) {
    return atCodePoint(toCodePoint(offset));
  }

  int toChar(int codePoint) {
    return charOffsets == null ? codePoint : charOffsets[codePoint];
  }

  private int toCodePoint(int offset) {
    if (charOffsets == null) {
      return offset;
    }
    int found = Arrays.binarySearch(charOffsets, offset);
    return found >= 0 ? found : -found - 2;
  }

  private static int[] charOffsets(String text, int length) {
    int[] offsets = new int[length + 1];
    int offset = 0;
    for (int i = 0; i < length; i++) {
      offsets[i] = offset;
      offset += Character.charCount(text.codePointAt(offset));
    }
    offsets[length] = offset;
    return offsets;
  }

  /** Lines end as in {@link String#lines()}: line feed, carriage return, or both. */
  private static int[] lineStarts(int[] codePoints) {
    int[] starts = new int[64];
    int count = 1;
    for (int i = 0; i < codePoints.length; i++) {
      boolean crOfCrLf =
          codePoints[i] == '\r' && i + 1 < codePoints.length && codePoints[i + 1] == '\n';
      if ((codePoints[i] == '\n' || codePoints[i] == '\r') && !crOfCrLf) {
        if (count == starts.length) {
          starts = Arrays.copyOf(starts, count * 2);
        }
        starts[count++] = i + 1;
      }
    }
    return Arrays.copyOf(starts, count);
  }
}
