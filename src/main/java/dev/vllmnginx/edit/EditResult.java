package dev.vllmnginx.edit;

import dev.vllmnginx.yaml.SourceText;

/** What became of an edit. */
public sealed interface EditResult {
  /**
   * It was made and proved.
   *
   * @param after the new text
   * @param line the first line of it that is new, from 1; after a removal, the line that moved up
   */
  record Made(SourceText after, int line) implements EditResult {}

  /**
   * There is no place for it, or the proof failed: nothing may be written.
   *
   * @param reason one sentence
   * @param advice what to do by hand; lines of YAML to paste where there are any
   */
  record Refused(String reason, String advice) implements EditResult {}
}
