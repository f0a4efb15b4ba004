package dev.vllmnginx.process;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A small program of its own that cleans up when the main one ends, in whatever way: the kernel
 * then closes the pipe between them. It takes a directory as its argument, and from the pipe lines
 * with the number of a process and its start.
 */
public final class Guard {
  private static final Duration GRACE = Duration.ofSeconds(3);

  private Guard() {}

  /**
   * Waits for the end of the main program, then cleans up.
   *
   * @param args the directory that is removed, one made by {@link PrivateDirectory}
   */
  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]);
    List<ProcessMark> marks = new ArrayList<>();
    rehearse(directory);
    // The pipe's end may also be read as a signal of the terminal: then too all is removed.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> clean(directory, marks)));
    try (BufferedReader pipe =
        new BufferedReader(
            new InputStreamReader(
                new FileInputStream(FileDescriptor.in), StandardCharsets.US_ASCII))) {
      for (String line = pipe.readLine(); line != null; line = pipe.readLine()) {
        ProcessMark mark = ProcessMark.parse(line);
        synchronized (marks) {
          marks.add(mark);
        }
      }
    }
  }

  /**
   * Loads all that cleaning up needs, by doing it with nothing to clean: when the time comes, the
   * jar may have been replaced or removed.
   */
  private static void rehearse(Path directory) {
    ProcessMark nobody = new ProcessMark(ProcessHandle.current().pid(), 1);
    ProcessTree.stop(List.of(nobody), Duration.ZERO);
    PrivateDirectory.remove(directory.resolve("no such file"));
  }

  private static void clean(Path directory, List<ProcessMark> marks) {
    synchronized (marks) {
      ProcessTree.stop(marks, GRACE);
    }
    Path name = directory.getFileName();
    if (name != null && name.toString().startsWith(PrivateDirectory.PREFIX)) {
      PrivateDirectory.remove(directory);
    }
  }
}
