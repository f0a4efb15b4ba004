package dev.vllmnginx.routing;

import org.jspecify.annotations.Nullable;

/**
 * What vLLM's parser makes of a body.
 *
 * @param sound it can be read
 * @param object it is an object; of other values and of unsound bodies only this is known
 * @param kind what stands under the last top-level key {@code model}; {@code NONE} also for null
 *     and the empty string
 * @param model the name, if that is a string
 * @param keys how many top-level keys {@code model} there are
 * @param constants NaN or Infinity occur, which JSON does not have
 * @param utf8 it is UTF-8 without a byte order mark
 * @param depth levels of brackets, 0 if not counted
 */
record Judgement(
    boolean sound,
    boolean object,
    Kind kind,
    @Nullable String model,
    int keys,
    boolean constants,
    boolean utf8,
    int depth) {
  enum Kind {
    STRING,
    NONE,
    OTHER
  }

  static Judgement unsound() {
    return new Judgement(false, false, Kind.NONE, null, 0, false, true, 0);
  }

  static Judgement notAnObject(boolean utf8) {
    return new Judgement(true, false, Kind.NONE, null, 0, false, utf8, 0);
  }
}
