package dev.vllmnginx.release;

/** What became of writing a tree to a directory. */
public sealed interface WriteOutcome {
  /** What was to be done. */
  OutputPlan plan();

  /** The directory already was what the catalog gives; nothing was touched. */
  record UpToDate(OutputPlan plan) implements WriteOutcome {}

  /** All changes of the plan are on disk. */
  record Written(OutputPlan plan) implements WriteOutcome {}

  /** Something stands in the way ({@link OutputPlan#obstacles}); nothing was touched. */
  record Refused(OutputPlan plan) implements WriteOutcome {}
}
