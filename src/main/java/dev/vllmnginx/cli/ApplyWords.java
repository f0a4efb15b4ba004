package dev.vllmnginx.cli;

import dev.vllmnginx.app.apply.ApplyResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What became of an apply, for people. */
final class ApplyWords {
  private ApplyWords() {}

  /** What happened, the most important thing first. */
  static List<String> lines(ApplyResult result) {
    if (result instanceof ApplyResult.Unchanged unchanged) {
      return List.of("release " + unchanged.release() + " is live already; nothing to do");
    }
    if (result instanceof ApplyResult.Renewed renewed) {
      return List.of(
          "release "
              + renewed.release()
              + " was live already; "
              + Plural.of(renewed.workers(), "new worker")
              + " read the replaced "
              + String.join(" and ", renewed.files()));
    }
    if (result instanceof ApplyResult.Applied applied) {
      return applied(applied);
    }
    if (result instanceof ApplyResult.Locked locked) {
      return List.of(
          "another vllm-nginx is at work on these releases"
              + (locked.holder().isEmpty() ? "" : " (" + locked.holder() + ")")
              + "; nothing was changed");
    }
    if (result instanceof ApplyResult.Rejected rejected) {
      return List.of(rejected.reason() + "; nothing was activated");
    }
    if (result instanceof ApplyResult.NotRunning stopped) {
      String detail = stopped.detail().isEmpty() ? "" : " (" + stopped.detail() + ")";
      return List.of("nginx does not run" + detail + "; nothing was activated");
    }
    if (result instanceof ApplyResult.Refused refused) {
      return List.of(refused.reason() + "; nothing was activated");
    }
    if (result instanceof ApplyResult.RolledBack back) {
      return withErrors(back.reason(), back.errors(), rolledBack(back));
    }
    if (result instanceof ApplyResult.Broken broken) {
      return withErrors(
          broken.reason(),
          broken.errors(),
          "a person is needed: nginx may run an old or a part of the new configuration");
    }
    return List.of("the catalog is not valid; nothing was changed");
  }

  /** Which of the added models do not answer. */
  static List<String> failures(ApplyResult result) {
    return result instanceof ApplyResult.Applied applied ? applied.failedSmoke() : List.of();
  }

  /** What may help. */
  static List<String> advice(ApplyResult result, NextCommands next) {
    if (result instanceof ApplyResult.NotRunning stopped) {
      return List.of("`" + next.starting() + "` starts it, on " + stopped.mainFile());
    }
    if (result instanceof ApplyResult.Refused refused) {
      return refused.advice();
    }
    return result instanceof ApplyResult.Broken broken
        ? Stream.concat(broken.commands().stream(), next.mending(broken.from()).stream()).toList()
        : List.of();
  }

  /** What an attempt has left that was interrupted. */
  static String left(@Nullable String before, @Nullable String now) {
    if (Objects.equals(before, now)) {
      return now == null ? "nothing is live" : "release " + now + " is live as before";
    }
    return "the link leads to release %s now, before it was %s; nginx runs one of the two"
        .formatted(now == null ? "none" : now, before == null ? "none" : before);
  }

  private static List<String> applied(ApplyResult.Applied applied) {
    List<String> lines = new ArrayList<>();
    String before =
        applied.from() == null || applied.from().equals(applied.to())
            ? ""
            : "; before: " + applied.from();
    lines.add(
        "release "
            + applied.to()
            + " is live on "
            + Plural.of(applied.workers(), "worker")
            + before);
    return lines;
  }

  private static String rolledBack(ApplyResult.RolledBack back) {
    @Nullable String from = back.from();
    String to = back.to();
    if (!back.running()) {
      return "release %s was taken back; nginx does not run, as before%s"
          .formatted(to, from == null || from.equals(to) ? "" : ", and would start with " + from);
    }
    if (to.equals(from)) {
      return "nginx goes on with what it had read before; release " + to + " is live";
    }
    return "release "
        + to
        + " was taken back; "
        + (from == null ? "nothing is live" : "release " + from + " is live");
  }

  private static List<String> withErrors(String reason, List<String> errors, String end) {
    List<String> lines = new ArrayList<>();
    lines.add(reason);
    errors.forEach(error -> lines.add("nginx: [emerg] " + error));
    lines.add(end);
    return lines;
  }
}
