package dev.vllmnginx.nginx;

import dev.vllmnginx.process.RunningProcess;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether the nginx that a pid file names runs, and is the one that is meant. */
public sealed interface MasterState {
  /** It runs, on the configuration that is meant, and may be signalled. */
  record Running(NginxMaster master) implements MasterState {}

  /** There is no pid file, no such master and none of its workers. */
  record NotRunning() implements MasterState {}

  /**
   * The pid file names a process that has ended.
   *
   * @param actual a master that runs on the configuration nevertheless; null: none does
   */
  record StalePid(Path file, long pid, @Nullable NginxMaster actual) implements MasterState {}

  /**
   * The pid file holds no number: {@code nginx -t} makes such an empty one where there is none.
   *
   * @param actual a master that runs on the configuration nevertheless; null: none does
   */
  record EmptyPid(Path file, @Nullable NginxMaster actual) implements MasterState {}

  /**
   * The pid file names a process that is no master of nginx: a signal would hit a stranger.
   *
   * @param actual a master that runs on the configuration nevertheless; null: none does
   */
  record ForeignPid(Path file, RunningProcess stranger, @Nullable NginxMaster actual)
      implements MasterState {}

  /**
   * The pid file is missing, but a master runs on the configuration. It wrote its number elsewhere,
   * or somebody removed the file.
   */
  record MissingPid(Path file, NginxMaster actual) implements MasterState {}

  /**
   * The master was killed; its workers still serve what they served, with nobody to tell them
   * anything, and hold the ports.
   */
  record OrphanWorkers(List<RunningProcess> workers) implements MasterState {
    public OrphanWorkers {
      workers = List.copyOf(workers);
    }
  }

  /** The pid file names a master that reads another configuration at a reload. */
  record OtherConfiguration(NginxMaster master, Path expected) implements MasterState {}

  /** The process that the pid file names is another user's: nothing is known of it. */
  record Unknown(Path file, RunningProcess process) implements MasterState {}
}
