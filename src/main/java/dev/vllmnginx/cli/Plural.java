package dev.vllmnginx.cli;

/** Numbers with their nouns. */
final class Plural {
  private Plural() {}

  /** For example {@code 1 model}, {@code 2 models}. */
  static String of(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
