package dev.vllmnginx.cli;

import dev.vllmnginx.app.doctor.Complaint;
import dev.vllmnginx.app.doctor.ModelReport;
import dev.vllmnginx.app.doctor.ServerReport;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.diagnostics.JsonRenderer;
import dev.vllmnginx.diagnostics.Severity;
import dev.vllmnginx.diagnostics.Visible;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/** What the servers said, for people and for programs. */
final class DoctorReport {
  private DoctorReport() {}

  static long count(List<ModelReport> reports, Severity severity) {
    return reports.stream()
        .flatMap(ModelReport::allComplaints)
        .filter(complaint -> complaint.severity() == severity)
        .count();
  }

  static List<String> lines(List<ModelReport> reports) {
    List<String> lines = new ArrayList<>();
    int servers = 0;
    for (ModelReport report : reports) {
      lines.add(report.model().name() + " (" + report.model().type().keyword() + ")");
      for (ServerReport server : report.servers()) {
        servers++;
        lines.add("  " + server.address().text() + "  " + said(server));
        server.complaints().forEach(complaint -> add(lines, "    ", complaint));
      }
      report.complaints().forEach(complaint -> add(lines, "  ", complaint));
    }
    lines.add(
        Plural.of(servers, "server")
            + ": "
            + Plural.of(count(reports, Severity.ERROR), "error")
            + ", "
            + Plural.of(count(reports, Severity.WARNING), "warning"));
    return lines;
  }

  private static String said(ServerReport server) {
    if (server.down()) {
      return "down in the catalog, not asked";
    }
    List<String> parts = new ArrayList<>();
    String version = server.version();
    if (version != null) {
      parts.add("vLLM " + Visible.escape(version));
    }
    if (!server.served().isEmpty()) {
      parts.add(
          "serves "
              + server.served().stream().map(Visible::quote).collect(Collectors.joining(", ")));
    }
    if (server.maxModelLength() > 0) {
      parts.add("max_model_len " + server.maxModelLength());
    }
    return parts.isEmpty() ? "nothing known" : String.join(", ", parts);
  }

  private static void add(List<String> lines, String indent, Complaint complaint) {
    lines.add(indent + word(complaint.severity()) + ": " + complaint.message());
    if (complaint.hint() != null) {
      lines.add(indent + "  = " + complaint.hint());
    }
  }

  private static String word(Severity severity) {
    return severity.name().toLowerCase(Locale.ROOT);
  }

  static String json(List<ModelReport> reports, List<Diagnostic> diagnostics) {
    return JsonResult.of(
        json -> {
          json.writeArrayPropertyStart("models");
          reports.forEach(report -> write(json, report));
          json.writeEndArray();
          json.writeNumberProperty("errors", count(reports, Severity.ERROR));
          json.writeNumberProperty("warnings", count(reports, Severity.WARNING));
          JsonRenderer.write(diagnostics, json);
        });
  }

  private static void write(JsonGenerator json, ModelReport report) {
    json.writeStartObject();
    json.writeStringProperty("name", report.model().name().value());
    json.writeStringProperty("type", report.model().type().keyword());
    json.writeArrayPropertyStart("servers");
    for (ServerReport server : report.servers()) {
      json.writeStartObject();
      json.writeStringProperty("address", server.address().text());
      json.writeBooleanProperty("down", server.down());
      json.writeStringProperty("version", server.version());
      json.writeArrayPropertyStart("served");
      server.served().forEach(json::writeString);
      json.writeEndArray();
      json.writeNumberProperty("max_model_len", server.maxModelLength());
      write(json, server.complaints());
      json.writeEndObject();
    }
    json.writeEndArray();
    write(json, report.complaints());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, List<Complaint> complaints) {
    json.writeArrayPropertyStart("complaints");
    for (Complaint complaint : complaints) {
      json.writeStartObject();
      json.writeStringProperty("severity", word(complaint.severity()));
      json.writeStringProperty("kind", complaint.kind().word());
      json.writeStringProperty("message", complaint.message());
      json.writeStringProperty("hint", complaint.hint());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
