package dev.vllmnginx.cli;

import dev.vllmnginx.app.status.Status;
import tools.jackson.core.JsonGenerator;

/** A status for programs. */
final class StatusJson {
  private StatusJson() {}

  static String of(Status status) {
    return JsonResult.of(json -> write(status, json));
  }

  private static void write(Status status, JsonGenerator json) {
    json.writeBooleanProperty("ok", status.problems().isEmpty());
    json.writeStringProperty("root", status.root());
    json.writeStringProperty("release", status.current());
    json.writeStringProperty("previous", status.previous());
    json.writeStringProperty("since", status.since() == null ? null : status.since().toString());
    json.writeObjectPropertyStart("nginx");
    json.writeStringProperty("state", status.nginx().state());
    json.writeNumberProperty("pid", status.nginx().pid());
    json.writeStringProperty("program", status.nginx().program());
    json.writeStringProperty("mainFile", status.nginx().mainFile());
    json.writeEndObject();
    json.writeArrayPropertyStart("workers");
    for (Status.WorkerStatus worker : status.workers()) {
      json.writeStartObject();
      json.writeNumberProperty("pid", worker.pid());
      json.writeStringProperty("since", worker.since().toString());
      json.writeBooleanProperty("shuttingDown", worker.shuttingDown());
      json.writeStringProperty("release", worker.release());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("drift");
    for (Status.Drift drift : status.drift()) {
      json.writeStartObject();
      json.writeStringProperty("path", drift.path());
      json.writeStringProperty("change", drift.change());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("certificates");
    for (Status.CertificateStatus certificate : status.certificates()) {
      json.writeStartObject();
      json.writeStringProperty("path", certificate.path());
      json.writeStringProperty("until", certificate.until().toString());
      json.writeNumberProperty("daysLeft", certificate.daysLeft());
      json.writeBooleanProperty("inFile", certificate.use() != Status.Use.SERVED);
      json.writeBooleanProperty("served", certificate.use() != Status.Use.UNREAD);
      json.writeEndObject();
    }
    json.writeEndArray();
    replicas(status, json);
    problems(status, json);
  }

  private static void replicas(Status status, JsonGenerator json) {
    json.writeArrayPropertyStart("replicas");
    for (Status.Replica replica : status.replicas()) {
      json.writeStartObject();
      json.writeStringProperty("model", replica.model());
      json.writeStringProperty("address", replica.address());
      json.writeStringProperty("state", replica.state());
      json.writeStringProperty("since", replica.since());
      json.writeStringProperty("lastError", replica.lastError());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void problems(Status status, JsonGenerator json) {
    json.writeArrayPropertyStart("problems");
    for (Status.Trouble problem : status.problems()) {
      json.writeStartObject();
      json.writeStringProperty("message", problem.message());
      json.writeArrayPropertyStart("advice");
      problem.advice().forEach(json::writeString);
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
