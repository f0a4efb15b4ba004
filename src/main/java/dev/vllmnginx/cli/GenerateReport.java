package dev.vllmnginx.cli;

import dev.vllmnginx.app.ExitCode;
import dev.vllmnginx.app.GenerateResult;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.diagnostics.JsonRenderer;
import dev.vllmnginx.diagnostics.Visible;
import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.release.FileChange;
import dev.vllmnginx.release.OutputPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows what became of {@code generate} and says which exit code that is. */
final class GenerateReport {
  private final Console console;
  private final OutputFormat format;
  private final Findings findings;
  private final String out;
  private final @Nullable String print;

  GenerateReport(
      Console console,
      OutputFormat format,
      Findings findings,
      @Nullable Path out,
      @Nullable String print) {
    this.console = console;
    this.format = format;
    this.findings = findings;
    this.out = Visible.escape(String.valueOf(out));
    this.print = print;
  }

  ExitCode show(GenerateResult result) {
    if (format.json()) {
      console.result(json(result));
    } else {
      text(result);
    }
    return exitCode(result);
  }

  private static ExitCode exitCode(GenerateResult result) {
    if (result instanceof GenerateResult.NginxRejected) {
      return ExitCode.NGINX_REJECTED;
    }
    boolean no =
        result instanceof GenerateResult.InvalidCatalog
            || result instanceof GenerateResult.Different
            || result instanceof GenerateResult.Obstructed;
    return no ? ExitCode.CHECK_FAILED : ExitCode.OK;
  }

  private void text(GenerateResult result) {
    if (result instanceof GenerateResult.Rendered rendered) {
      if (print == null) {
        overview(rendered);
      } else {
        console.resultText(text(rendered, print));
      }
    } else if (result instanceof GenerateResult.UpToDate) {
      console.result(out + " is what the catalog gives; nothing to do");
    } else if (result instanceof GenerateResult.Different different) {
      console.resultText(different.plan().diff());
      console.complain(out + " is not what the catalog gives");
    } else if (result instanceof GenerateResult.Written written) {
      changes(written.plan()).forEach(console::result);
    } else if (result instanceof GenerateResult.Obstructed obstructed) {
      obstacles(obstructed.plan());
    } else if (result instanceof GenerateResult.NginxRejected) {
      console.complain("nginx refuses this configuration; nothing was written");
    }
  }

  private void overview(GenerateResult.Rendered rendered) {
    console.result("release " + rendered.releaseId() + ", not written (no --out):");
    for (GenerateResult.GeneratedFile file : rendered.files()) {
      console.result(String.format("  %-26s %7d bytes", file.path(), file.size()));
    }
    console.result("models:");
    for (Model model : rendered.catalog().models()) {
      String servers =
          model.servers().stream()
              .map(server -> server.address().text())
              .collect(Collectors.joining(", "));
      console.result("  " + model.name() + " (" + model.type().keyword() + ") -> " + servers);
    }
  }

  private static String text(GenerateResult.Rendered rendered, String path) {
    GenerateResult.GeneratedFile found =
        rendered.files().stream()
            .filter(file -> file.path().equals(path))
            .findFirst()
            .orElseThrow(() -> noSuchFile(rendered.files()));
    if (found.text() == null) {
      throw new WorldException(
          WorldException.Kind.USAGE, path + " holds keys of servers: it is never shown", null);
    }
    return found.text();
  }

  private static WorldException noSuchFile(List<GenerateResult.GeneratedFile> files) {
    String names =
        files.stream().map(GenerateResult.GeneratedFile::path).collect(Collectors.joining(", "));
    return new WorldException(
        WorldException.Kind.USAGE, "no file of that name is generated; there are " + names, null);
  }

  private List<String> changes(OutputPlan plan) {
    return plan.changes().stream()
        .filter(change -> !(change instanceof FileChange.Unchanged))
        .map(change -> written(change, path(change)))
        .toList();
  }

  /** Files of others may have names of any kind. */
  private String path(FileChange change) {
    return out + "/" + Visible.escape(change.path());
  }

  private static String written(FileChange change, String path) {
    if (change instanceof FileChange.HandEdited edited) {
      return (edited.file() == null ? "removed " : "overwrote ") + path + " (was edited by hand)";
    }
    return change instanceof FileChange.Foreign
        ? "overwrote " + path + " (was not written by vllm-nginx)"
        : ChangeWords.of(change) + " " + path;
  }

  private void obstacles(OutputPlan plan) {
    List<FileChange> obstacles = plan.obstacles(false);
    for (FileChange change : obstacles) {
      console.complain(path(change) + " " + ChangeWords.obstacle(change));
    }
    console.complain("nothing was written");
    if (obstacles.stream().noneMatch(FileChange.Blocked.class::isInstance)) {
      console.hint("--check shows the difference, --force overwrites");
    }
  }

  private String json(GenerateResult result) {
    return JsonResult.of(
        json -> {
          json.writeStringProperty("result", ChangeWords.result(result));
          if (result instanceof GenerateResult.Rendered rendered) {
            json.writeStringProperty("release", rendered.releaseId());
          }
          json.writeArrayPropertyStart("files");
          ChangeWords.files(result)
              .forEach(
                  (path, word) -> {
                    json.writeStartObject();
                    json.writeStringProperty("path", path);
                    json.writeStringProperty("change", word);
                    json.writeEndObject();
                  });
          json.writeEndArray();
          JsonRenderer.write(findings.all(), json);
        });
  }
}
