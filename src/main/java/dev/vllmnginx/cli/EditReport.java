package dev.vllmnginx.cli;

import dev.vllmnginx.app.EditOutcome;
import dev.vllmnginx.app.ExitCode;
import dev.vllmnginx.app.ServerModels;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.diagnostics.JsonRenderer;
import dev.vllmnginx.diagnostics.SourceLines;
import dev.vllmnginx.diagnostics.Visible;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Shows what became of an edit and says which exit code that is. */
final class EditReport {
  /** What was to be done. */
  enum Verb {
    ADD("added", " to ", "model"),
    REMOVE("removed", " from ", "model"),
    CREATE("added", " to ", "id"),
    REVOKE("revoked", " in ", "id"),
    ROTATE("rotated", " in ", "id"),
    DRAIN("marked as down:", " in ", "model"),
    UNDRAIN("marked as up:", " in ", "model");

    private final String done;
    private final String preposition;
    private final String member;

    /**
     * @param member what JSON calls that to which it was done
     */
    Verb(String done, String preposition, String member) {
      this.done = done;
      this.preposition = preposition;
      this.member = member;
    }

    /** Whether an API key changes, which the person who does it may take to be done at once. */
    boolean isOfKey() {
      return this == CREATE || this == REVOKE || this == ROTATE;
    }

    /** Whether the catalog is applied at once, which tells of its warnings. */
    boolean isApplied() {
      return this == DRAIN || this == UNDRAIN;
    }
  }

  private final Console console;
  private final OutputFormat format;
  private final Verb verb;
  private final String subject;
  private final String file;
  private @Nullable String key;
  private final List<ServerModels> probed = new ArrayList<>();

  EditReport(Console console, OutputFormat format, Verb verb, String subject, Path file) {
    this.console = console;
    this.format = format;
    this.verb = verb;
    this.subject = subject;
    this.file = file.toString();
  }

  /** What a server serves. */
  void probed(ServerModels server) {
    probed.add(server);
    if (!format.json()) {
      console.say(ProbeWords.of(server));
    }
  }

  /** The same, with a key that is shown this once. */
  EditReport withKey(String shown) {
    key = shown;
    return this;
  }

  ExitCode show(EditOutcome outcome) {
    if (format.json()) {
      console.result(json(outcome));
    } else {
      text(outcome);
    }
    return outcome instanceof EditOutcome.Changed ? ExitCode.OK : ExitCode.CHECK_FAILED;
  }

  private void text(EditOutcome outcome) {
    if (outcome instanceof EditOutcome.Changed changed) {
      if (!verb.isApplied()) {
        findings(changed.warnings(), changed.lines());
      }
      changed(changed);
    } else if (outcome instanceof EditOutcome.Refused refused) {
      findings(refused.diagnostics(), refused.lines());
      console.complain("the catalog was not changed");
    } else if (outcome instanceof EditOutcome.ByHand byHand) {
      console.complain(byHand.reason() + ": the catalog was not changed");
      console.hint(byHand.advice());
    } else {
      console.complain("the catalog was not changed");
      console.hint("start vLLM with --served-model-name NAME ALIAS…, or leave out --probe");
    }
  }

  private void changed(EditOutcome.Changed changed) {
    if (verb.isApplied() && changed.isNothing()) {
      console.result(subject + " was " + verb.done.replaceFirst(".* (.*):", "$1") + " already");
      return;
    }
    if (!changed.written()) {
      console.resultText(changed.diff());
      console.say("nothing was written (--dry-run)");
      return;
    }
    String place = verb == Verb.ADD ? ", line " + changed.line() : "";
    console.result(done(changed) + place);
    if (verb.isOfKey()) {
      next();
    }
  }

  /** That the gateway does not know of it yet. */
  void next() {
    console.say("it takes effect with the next `vllm-nginx apply`, or `generate` and a reload");
  }

  /** That the edit was made, in words. */
  String done(EditOutcome.Changed changed) {
    return verb.done + " " + subject + verb.preposition + Visible.escape(changed.file());
  }

  private void findings(List<Diagnostic> diagnostics, SourceLines lines) {
    new Findings(console, format, lines).add(diagnostics);
  }

  private String json(EditOutcome outcome) {
    return JsonResult.of(
        json -> {
          json.writeStringProperty("result", word(outcome));
          json.writeStringProperty(verb.member, subject);
          json.writeStringProperty(
              "file", outcome instanceof EditOutcome.Changed edit ? edit.file() : file);
          if (key != null) {
            json.writeStringProperty("key", key);
          }
          if (outcome instanceof EditOutcome.Changed changed) {
            json.writeNumberProperty("line", changed.line());
            json.writeStringProperty("diff", changed.diff());
          }
          if (outcome instanceof EditOutcome.ByHand byHand) {
            json.writeStringProperty("reason", byHand.reason());
            json.writeStringProperty("advice", byHand.advice());
          }
          json.writeArrayPropertyStart("probed");
          probed.forEach(server -> write(server, json));
          json.writeEndArray();
          JsonRenderer.write(diagnostics(outcome), json);
        });
  }

  private String word(EditOutcome outcome) {
    if (outcome instanceof EditOutcome.Changed changed) {
      return changed.written() ? verb.done : "planned";
    }
    if (outcome instanceof EditOutcome.Refused) {
      return "refused";
    }
    return outcome instanceof EditOutcome.ByHand ? "edit-by-hand" : "not-served";
  }

  private static List<Diagnostic> diagnostics(EditOutcome outcome) {
    if (outcome instanceof EditOutcome.Changed changed) {
      return changed.warnings();
    }
    return outcome instanceof EditOutcome.Refused refused ? refused.diagnostics() : List.of();
  }

  private static void write(ServerModels server, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("address", server.address());
    json.writeArrayPropertyStart("serves");
    server.served().forEach(json::writeString);
    json.writeEndArray();
    json.writeArrayPropertyStart("missing");
    server.missing().forEach(json::writeString);
    json.writeEndArray();
    json.writeStringProperty("trouble", server.trouble());
    json.writeEndObject();
  }
}
