package dev.vllmnginx.app.status;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a gateway is.
 *
 * @param root where its releases are
 * @param current the release that the disk says is live; null: none
 * @param previous the one before; null: none
 * @param since when {@code current} went live; null when the journal does not say
 * @param nginx what runs
 * @param workers its workers, the oldest first
 * @param drift files of the live release that are not as they were written
 * @param certificates those that the live release names
 * @param replicas what nginx found out about the servers that it watches
 * @param problems what is wrong, each with what to do; empty: all is well
 */
public record Status(
    String root,
    @Nullable String current,
    @Nullable String previous,
    @Nullable Instant since,
    Nginx nginx,
    List<WorkerStatus> workers,
    List<Drift> drift,
    List<CertificateStatus> certificates,
    List<Replica> replicas,
    List<Trouble> problems) {
  public Status {
    workers = List.copyOf(workers);
    drift = List.copyOf(drift);
    certificates = List.copyOf(certificates);
    replicas = List.copyOf(replicas);
    problems = List.copyOf(problems);
  }

  /**
   * The master.
   *
   * @param state {@code running}, {@code stopped} or {@code unsafe}
   * @param pid its process number; 0 unless it runs
   * @param program its program file
   * @param mainFile the configuration that it was started with
   */
  public record Nginx(String state, long pid, String program, String mainFile) {}

  /**
   * A worker.
   *
   * @param since when it was started
   * @param shuttingDown whether it only finishes what it has
   * @param release what it says that it runs; null when it accepts no connections any more, or did
   *     not answer
   */
  public record WorkerStatus(
      long pid, Instant since, boolean shuttingDown, @Nullable String release) {}

  /**
   * A file that is not as it was written.
   *
   * @param change {@code edited}, {@code missing} or {@code added}
   */
  public record Drift(String path, String change) {}

  /**
   * A server that nginx watches.
   *
   * @param state {@code up}, {@code out} or, before it was asked, {@code unknown}
   * @param since when it came to that, as nginx wrote it; null: it has always been up
   * @param lastError what was wrong the last time that something was; null: nothing ever
   */
  public record Replica(
      String model,
      String address,
      String state,
      @Nullable String since,
      @Nullable String lastError) {}

  /**
   * A certificate.
   *
   * @param path its file
   * @param until its end
   * @param daysLeft whole days, negative when it is over
   * @param use who knows it
   */
  public record CertificateStatus(String path, Instant until, long daysLeft, Use use) {}

  /** Whether a certificate is in the file, in nginx, or in both. */
  public enum Use {
    /** The file has it, and nothing says that nginx has another one. */
    BOTH,
    /** Clients are shown it; the file has another one by now. */
    SERVED,
    /** The file has it; clients are shown another one. */
    UNREAD
  }

  /**
   * Something that is wrong.
   *
   * @param message what, a clause
   * @param advice what a person can do
   */
  public record Trouble(String message, List<String> advice) {
    public Trouble {
      advice = List.copyOf(advice);
    }
  }
}
