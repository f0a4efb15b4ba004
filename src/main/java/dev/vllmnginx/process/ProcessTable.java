package dev.vllmnginx.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The processes of this machine. */
public interface ProcessTable {
  /** The process of that number; empty when there is none, or it has ended and nobody knows yet. */
  Optional<RunningProcess> find(long pid);

  /** All of them, by their numbers. */
  List<RunningProcess> all();

  /** The sockets on which somebody listens for TCP connections, with those who hold them. */
  List<ListeningSocket> listening();

  /** What Linux tells in {@code /proc}. */
  static ProcessTable local() {
    return new ProcFiles(Path.of("/proc"));
  }
}
