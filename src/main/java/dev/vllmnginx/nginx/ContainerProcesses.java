package dev.vllmnginx.nginx;

import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.process.ListeningSocket;
import dev.vllmnginx.process.ProcessTable;
import dev.vllmnginx.process.ProgramResult;
import dev.vllmnginx.process.RunningProcess;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The processes of a container with the numbers that they have in there, read by its own shell: few
 * images have {@code ps}.
 */
final class ContainerProcesses implements ProcessTable {
  /** The kernel's clock ticks for programs, on every architecture of Linux. */
  private static final int TICKS_PER_SECOND = 100;

  /** A line for the start of the machine, then one for each process; tabs between the fields. */
  private static final String LIST =
      """
      while read -r key value rest; do
        [ "$key" = btime ] && echo "$value"
      done </proc/stat
      for process in /proc/[0-9]*; do
        read -r stat 2>/dev/null <"$process/stat" || continue
        exe=$(readlink "$process/exe" 2>/dev/null)
        title=$(tr '\\0\\n\\t' '   ' <"$process/cmdline" 2>/dev/null)
        uid=
        while read -r key real effective rest; do
          [ "$key" = Uid: ] && uid=$effective
        done <"$process/status" 2>/dev/null
        printf '%s\\t%s\\t%s\\t%s\\t%s\\n' "${process#/proc/}" "${stat##*) }" "$uid" "$exe" "$title"
      done
      """;

  private final DockerContainer container;

  ContainerProcesses(DockerContainer container) {
    this.container = container;
  }

  @Override
  public Optional<RunningProcess> find(long pid) {
    return all().stream().filter(process -> process.pid() == pid).findFirst();
  }

  @Override
  public List<RunningProcess> all() {
    ProgramResult result = container.script(LIST);
    List<String> lines = result.stdout().lines().toList();
    if (!result.succeeded() || lines.isEmpty()) {
      throw new WorldException(
          WorldException.Kind.IO,
          "cannot see the processes of the container "
              + container.name()
              + ": "
              + result.stderr().strip(),
          null);
    }
    long boot = Long.parseLong(lines.get(0));
    List<RunningProcess> processes = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split("\t", 5);
      String[] stat = fields[1].split(" ", -1);
      if (stat[0].equals("Z") || stat[0].equals("X") || fields[2].isEmpty()) {
        continue;
      }
      processes.add(process(fields, stat, boot));
    }
    return processes;
  }

  private static RunningProcess process(String[] fields, String[] stat, long boot) {
    long ticks = Long.parseLong(stat[19]);
    String program = fields[3].replaceFirst(" \\(deleted\\)\\z", "");
    return new RunningProcess(
        Long.parseLong(fields[0]),
        Long.parseLong(stat[1]),
        Long.parseLong(fields[2]),
        Instant.ofEpochMilli(boot * 1000 + ticks * 1000 / TICKS_PER_SECOND),
        program.isEmpty() ? null : program,
        !program.equals(fields[3]),
        List.of(fields[4].strip()));
  }

  /** Who holds a port in there is not asked: nobody from outside can. */
  @Override
  public List<ListeningSocket> listening() {
    return List.of();
  }
}
