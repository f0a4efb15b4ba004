package dev.vllmnginx.edit;

/**
 * One change of a text.
 *
 * @param offset where, in {@code char}s of the old text
 * @param removed how many {@code char}s of the old text go
 * @param inserted what comes in their place
 */
record Splice(int offset, int removed, String inserted) {
  static Splice insert(int offset, String inserted) {
    return new Splice(offset, 0, inserted);
  }

  static Splice remove(int from, int to) {
    return new Splice(from, to - from, "");
  }

  /** Just behind the last character that goes. */
  int end() {
    return offset + removed;
  }
}
