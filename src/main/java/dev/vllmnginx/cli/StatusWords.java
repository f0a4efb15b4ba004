package dev.vllmnginx.cli;

import dev.vllmnginx.app.status.Status;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A status for people: a word for the kind of thing, then what there is to say of it. */
final class StatusWords {
  private StatusWords() {}

  static List<String> lines(Status status) {
    List<String> lines = new ArrayList<>();
    String current = status.current();
    lines.add(line("release", current == null ? "none" : current + since(status.since())));
    if (status.previous() != null) {
      lines.add(line("previous", status.previous()));
    }
    Status.Nginx nginx = status.nginx();
    if (nginx.pid() != 0) {
      lines.add(
          line(
              "nginx",
              "process " + nginx.pid() + ", " + nginx.program() + " -c " + nginx.mainFile()));
    }
    status.workers().forEach(worker -> lines.add(line("worker", worker(worker))));
    status.drift().forEach(drift -> lines.add(line(drift.change(), drift.path())));
    status.certificates().forEach(one -> lines.add(line("until", certificate(one))));
    for (Status.Replica replica : status.replicas()) {
      String since = replica.since() == null ? "" : ", since " + replica.since();
      lines.add(line(replica.state(), replica.address() + " of " + replica.model() + since));
    }
    return lines;
  }

  private static String worker(Status.WorkerStatus worker) {
    String release = worker.release();
    String what =
        worker.shuttingDown()
            ? "finishes its last requests"
            : release == null ? "does not answer" : "runs " + release;
    return worker.pid() + ", " + what + ", since " + second(worker.since());
  }

  private static String certificate(Status.CertificateStatus certificate) {
    String use =
        switch (certificate.use()) {
          case BOTH -> "";
          case SERVED -> ", as nginx has read it and clients are shown it";
          case UNREAD -> ", as it is in the file; nginx has not read it";
        };
    return "%s  %s  %s%s"
        .formatted(
            second(certificate.until()),
            certificate.path(),
            certificate.daysLeft() < 0
                ? "expired"
                : Plural.of(certificate.daysLeft(), "day") + " left",
            use);
  }

  private static String since(@Nullable Instant time) {
    return time == null ? "" : ", since " + second(time);
  }

  private static String second(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String line(String kind, String text) {
    return "%-9s %s".formatted(kind, text);
  }
}
