package dev.vllmnginx.app.apply;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of an attempt to change what is live. */
public sealed interface ApplyResult {
  /** The catalog is not valid. Nothing was changed. */
  record InvalidCatalog() implements ApplyResult {}

  /** Another program holds the lock. Nothing was changed. */
  record Locked(String holder) implements ApplyResult {}

  /** What the catalog gives is live already, on every worker. */
  record Unchanged(String release) implements ApplyResult {}

  /**
   * The release was live already; files that are not in it were replaced, and nginx was made to
   * read them, proved by workers that are younger.
   *
   * @param workers how many answered
   * @param files those that were replaced
   */
  record Renewed(String release, int workers, List<String> files) implements ApplyResult {
    public Renewed {
      files = List.copyOf(files);
    }
  }

  /**
   * What would be done.
   *
   * @param from the release that is live; null: none
   * @param diff of all files, unified
   */
  record Planned(@Nullable String from, String to, String diff) implements ApplyResult {}

  /**
   * {@code nginx -t} or a check of the machine said no. Nothing was activated.
   *
   * @param reason a clause
   */
  record Rejected(String reason) implements ApplyResult {}

  /** nginx does not run. Nothing was activated. */
  record NotRunning(String detail, String mainFile) implements ApplyResult {}

  /** What runs must not be signalled. Nothing was activated. */
  record Refused(String reason, List<String> advice) implements ApplyResult {
    public Refused {
      advice = List.copyOf(advice);
    }
  }

  /**
   * It is live, and proved to be.
   *
   * @param from the release before; null: none
   * @param workers how many answered
   * @param failedSmoke models that were added and do not answer; empty if all do or none was asked
   */
  record Applied(@Nullable String from, String to, int workers, List<String> failedSmoke)
      implements ApplyResult {
    public Applied {
      failedSmoke = List.copyOf(failedSmoke);
    }
  }

  /**
   * It did not go live; the release before is, and was proved to be.
   *
   * @param from the release that is live; null: none was before
   * @param running whether nginx runs; false: it did not before, does not now, and would start with
   *     {@code from}
   * @param errors what nginx logged
   */
  record RolledBack(
      @Nullable String from, String to, boolean running, String reason, List<String> errors)
      implements ApplyResult {
    public RolledBack {
      errors = List.copyOf(errors);
    }
  }

  /**
   * It did not go live, and going back could not be proved.
   *
   * @param commands that show a person what there is
   */
  record Broken(
      @Nullable String from, String to, String reason, List<String> errors, List<String> commands)
      implements ApplyResult {
    public Broken {
      errors = List.copyOf(errors);
      commands = List.copyOf(commands);
    }
  }
}
