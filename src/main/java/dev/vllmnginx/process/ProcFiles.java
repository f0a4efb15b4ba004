package dev.vllmnginx.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads Linux's {@code /proc}. What ends while it is read is not there. */
final class ProcFiles implements ProcessTable {
  private static final String REPLACED = " (deleted)";

  private final Path proc;

  ProcFiles(Path proc) {
    this.proc = proc;
  }

  @Override
  public Optional<RunningProcess> find(long pid) {
    Path directory = proc.resolve(Long.toString(pid));
    try {
      // "pid (name) state parent …", where the name may hold anything.
      String stat = Files.readString(directory.resolve("stat"), StandardCharsets.ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 3);
      if (fields[0].equals("Z") || fields[0].equals("X")) {
        return Optional.empty();
      }
      Optional<Instant> start = ProcessHandle.of(pid).flatMap(found -> found.info().startInstant());
      @Nullable String program = program(directory);
      boolean replaced = program != null && program.endsWith(REPLACED);
      return Optional.of(
          new RunningProcess(
              pid,
              Long.parseLong(fields[1]),
              user(directory),
              start.orElse(Instant.EPOCH),
              withoutMark(program),
              replaced,
              title(directory)));
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<RunningProcess> all() {
    return pids().stream().map(this::find).flatMap(Optional::stream).toList();
  }

  @Override
  public List<RunningProcess> titled(String beginning) {
    return pids().stream()
        .filter(pid -> isTitled(pid, beginning))
        .map(this::find)
        .flatMap(Optional::stream)
        .filter(process -> process.command().startsWith(beginning))
        .toList();
  }

  /** One file says it; the other four are read of those only that are meant. */
  private boolean isTitled(long pid, String beginning) {
    try {
      Path title = proc.resolve(pid + "/cmdline");
      return Files.readString(title, StandardCharsets.ISO_8859_1)
          .replace('\0', ' ')
          .startsWith(beginning);
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public List<ListeningSocket> listening() {
    return new ProcSockets(proc, pids()).listening();
  }

  @Override
  public List<ListeningSocket> listening(Set<Long> holders) {
    return new ProcSockets(proc, holders.stream().sorted().toList()).listening();
  }

  private List<Long> pids() {
    List<Long> pids = new ArrayList<>();
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(proc, "[0-9]*")) {
      directories.forEach(directory -> pids.add(Long.parseLong(directory.getFileName() + "")));
    } catch (IOException e) {
      // No Linux: nothing is known.
    }
    pids.sort(Comparator.naturalOrder());
    return pids;
  }

  private static @Nullable String program(Path directory) {
    try {
      return Files.readSymbolicLink(directory.resolve("exe")).toString();
    } catch (IOException e) {
      return null;
    }
  }

  private static @Nullable String withoutMark(@Nullable String program) {
    return program != null && program.endsWith(REPLACED)
        ? program.substring(0, program.length() - REPLACED.length())
        : program;
  }

  /** {@code Uid: real effective saved file-system}; the owner of the files in /proc may differ. */
  private static long user(Path directory) throws IOException {
    for (String line :
        Files.readAllLines(directory.resolve("status"), StandardCharsets.ISO_8859_1)) {
      if (line.startsWith("Uid:")) {
        return Long.parseLong(line.split("\\s+", 4)[2]);
      }
    }
    throw new IOException("no user");
  }

  /** Arguments end in NUL; a program that writes its title there leaves many of them. */
  private static List<String> title(Path directory) throws IOException {
    String text = Files.readString(directory.resolve("cmdline"), StandardCharsets.ISO_8859_1);
    String[] arguments = text.split("\0", -1);
    int length = arguments.length;
    while (length > 0 && arguments[length - 1].isEmpty()) {
      length--;
    }
    return List.copyOf(Arrays.asList(arguments).subList(0, length));
  }
}
