package dev.vllmnginx.cli;

import dev.vllmnginx.app.GenerateResult;
import dev.vllmnginx.release.FileChange;
import dev.vllmnginx.release.OutputPlan;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The words for what becomes of files; in JSON they are a contract. */
final class ChangeWords {
  private ChangeWords() {}

  static String of(FileChange change) {
    if (change instanceof FileChange.Created) {
      return "created";
    }
    if (change instanceof FileChange.Updated) {
      return "updated";
    }
    if (change instanceof FileChange.Removed) {
      return "removed";
    }
    if (change instanceof FileChange.HandEdited) {
      return "edited-by-hand";
    }
    if (change instanceof FileChange.Foreign) {
      return "foreign";
    }
    return change instanceof FileChange.Blocked ? "blocked" : "unchanged";
  }

  /** Why a file stands in the way, to follow its path. */
  static String obstacle(FileChange change) {
    if (change instanceof FileChange.Blocked blocked) {
      return blocked.reason();
    }
    return change instanceof FileChange.HandEdited
        ? "was edited by hand after it had been generated"
        : "exists and was not written by vllm-nginx";
  }

  static String result(GenerateResult result) {
    if (result instanceof GenerateResult.InvalidCatalog) {
      return "invalid-catalog";
    }
    if (result instanceof GenerateResult.NginxRejected) {
      return "nginx-rejected";
    }
    if (result instanceof GenerateResult.Rendered) {
      return "rendered";
    }
    if (result instanceof GenerateResult.UpToDate) {
      return "up-to-date";
    }
    if (result instanceof GenerateResult.Different) {
      return "different";
    }
    return result instanceof GenerateResult.Written ? "written" : "obstructed";
  }

  /** Every file with its word, by path. */
  static Map<String, String> files(GenerateResult result) {
    Map<String, String> files = new LinkedHashMap<>();
    if (result instanceof GenerateResult.Rendered rendered) {
      for (GenerateResult.GeneratedFile file : rendered.files()) {
        files.put(file.path(), "rendered");
      }
    }
    OutputPlan plan = plan(result);
    if (plan != null) {
      plan.changes().forEach(change -> files.put(change.path(), of(change)));
    }
    return files;
  }

  private static @Nullable OutputPlan plan(GenerateResult result) {
    if (result instanceof GenerateResult.UpToDate upToDate) {
      return upToDate.plan();
    }
    if (result instanceof GenerateResult.Different different) {
      return different.plan();
    }
    if (result instanceof GenerateResult.Written written) {
      return written.plan();
    }
    return result instanceof GenerateResult.Obstructed obstructed ? obstructed.plan() : null;
  }
}
