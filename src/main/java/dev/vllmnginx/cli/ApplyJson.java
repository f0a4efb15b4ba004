package dev.vllmnginx.cli;

import dev.vllmnginx.app.apply.ApplyResult;
import dev.vllmnginx.app.apply.ApplyStep;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.diagnostics.JsonRenderer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** An apply for programs: one JSON object a line for each step, and one for the result. */
final class ApplyJson {
  private ApplyJson() {}

  static String begun(ApplyStep step) {
    return JsonResult.of(
        json -> {
          json.writeStringProperty("event", "begin");
          json.writeStringProperty("step", step.id());
        });
  }

  static String ended(ApplyStep step, boolean ok, Duration time, String detail) {
    return JsonResult.of(
        json -> {
          json.writeStringProperty("event", "end");
          json.writeStringProperty("step", step.id());
          json.writeBooleanProperty("ok", ok);
          json.writeNumberProperty("millis", time.toNanos() / 1e6);
          json.writeStringProperty("detail", detail);
        });
  }

  static String result(ApplyResult result, NextCommands next, List<Diagnostic> diagnostics) {
    return JsonResult.of(
        json -> {
          json.writeStringProperty("event", "result");
          json.writeStringProperty("result", word(result));
          members(result, json);
          strings("messages", ApplyWords.lines(result), json);
          strings("advice", ApplyWords.advice(result, next), json);
          JsonRenderer.write(diagnostics, json);
        });
  }

  private static String word(ApplyResult result) {
    if (result instanceof ApplyResult.Unchanged) {
      return "unchanged";
    }
    if (result instanceof ApplyResult.Renewed) {
      return "renewed";
    }
    if (result instanceof ApplyResult.Applied) {
      return "applied";
    }
    if (result instanceof ApplyResult.Planned) {
      return "planned";
    }
    if (result instanceof ApplyResult.Locked) {
      return "locked";
    }
    if (result instanceof ApplyResult.Rejected) {
      return "rejected";
    }
    if (result instanceof ApplyResult.NotRunning) {
      return "not-running";
    }
    if (result instanceof ApplyResult.Refused) {
      return "refused";
    }
    if (result instanceof ApplyResult.RolledBack) {
      return "rolled-back";
    }
    return result instanceof ApplyResult.Broken ? "broken" : "invalid";
  }

  private static void members(ApplyResult result, JsonGenerator json) {
    if (result instanceof ApplyResult.Unchanged unchanged) {
      releases(unchanged.release(), unchanged.release(), json);
    } else if (result instanceof ApplyResult.Renewed renewed) {
      releases(renewed.release(), renewed.release(), json);
      json.writeNumberProperty("workers", renewed.workers());
      strings("renewedFiles", renewed.files(), json);
    } else if (result instanceof ApplyResult.Applied applied) {
      releases(applied.from(), applied.to(), json);
      json.writeNumberProperty("workers", applied.workers());
      strings("failedSmoke", applied.failedSmoke(), json);
    } else if (result instanceof ApplyResult.Planned planned) {
      releases(planned.from(), planned.to(), json);
      json.writeStringProperty("diff", planned.diff());
    } else if (result instanceof ApplyResult.RolledBack back) {
      releases(back.from(), back.to(), json);
      json.writeBooleanProperty("running", back.running());
      strings("errors", back.errors(), json);
    } else if (result instanceof ApplyResult.Broken broken) {
      releases(broken.from(), broken.to(), json);
      strings("errors", broken.errors(), json);
    }
  }

  private static void releases(@Nullable String from, String to, JsonGenerator json) {
    json.writeStringProperty("from", from);
    json.writeStringProperty("to", to);
  }

  private static void strings(String name, List<String> values, JsonGenerator json) {
    json.writeArrayPropertyStart(name);
    values.forEach(json::writeString);
    json.writeEndArray();
  }
}
