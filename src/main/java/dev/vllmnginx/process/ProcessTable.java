package dev.vllmnginx.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The processes of this machine. */
public interface ProcessTable {
  /** The process of that number; empty when there is none, or it has ended and nobody knows yet. */
  Optional<RunningProcess> find(long pid);

  /** All of them, by their numbers. */
  List<RunningProcess> all();

  /** Those whose title, which is their command line, begins so; by their numbers. */
  default List<RunningProcess> titled(String beginning) {
    return all().stream().filter(process -> process.command().startsWith(beginning)).toList();
  }

  /** The sockets on which somebody listens for TCP connections, with those who hold them. */
  List<ListeningSocket> listening();

  /** The same, but of those who hold them only these are looked at, which is much quicker. */
  default List<ListeningSocket> listening(Set<Long> holders) {
    return listening();
  }

  /** What Linux tells in {@code /proc}. */
  static ProcessTable local() {
    return new ProcFiles(Path.of("/proc"));
  }
}
