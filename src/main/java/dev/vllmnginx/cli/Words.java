package dev.vllmnginx.cli;

import java.util.Iterator;
import java.util.List;

/**
 * The words that an option takes, for completion. Whether a word is right is decided where it is
 * used.
 */
abstract class Words implements Iterable<String> {
  private final List<String> words;

  Words(List<String> words) {
    this.words = List.copyOf(words);
  }

  @Override
  public Iterator<String> iterator() {
    return words.iterator();
  }
}
