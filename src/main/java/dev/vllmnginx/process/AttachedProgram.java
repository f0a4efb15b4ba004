package dev.vllmnginx.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A program that runs beside this one and never outlives it, also when this one is killed: a {@link
 * Guard} then ends it and removes its directory.
 */
public final class AttachedProgram implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(3);

  /**
   * A file, since a pipe would be held open by the program's children when it is killed, and its
   * end then not be noticed.
   */
  private static final String OUTPUT = "program-output.log";

  /** Puts the guard in a session of its own, out of reach of Ctrl-C and of a kill of the group. */
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private final Process program;
  private final Path output;
  private final @Nullable Process guard;
  private final Set<ProcessMark> marks = new LinkedHashSet<>();
  private final Thread hook;

  private AttachedProgram(Process program, Path output, @Nullable Process guard) {
    this.program = program;
    this.output = output;
    this.guard = guard;
    this.hook = new Thread(this::stop, "stop attached program");
    Runtime.getRuntime().addShutdownHook(hook);
    mark();
  }

  /**
   * Starts a program.
   *
   * @param command its path and arguments; it ends on SIGTERM and does not put itself into the
   *     background
   * @param directory made by {@link PrivateDirectory} for the program alone; if this program is
   *     killed, the directory is removed
   */
  public static AttachedProgram start(List<String> command, Path directory) {
    Process guard = startGuard(directory);
    Path output = directory.resolve(OUTPUT);
    try {
      return new AttachedProgram(
          Programs.start(
              Programs.builder(command)
                  .redirectErrorStream(true)
                  .redirectOutput(output.toFile())
                  .redirectInput(new File("/dev/null"))),
          output,
          guard);
    } catch (RuntimeException e) {
      if (guard != null) {
        guard.destroyForcibly();
      }
      throw e;
    }
  }

  /** The number of its process. */
  public long pid() {
    return program.pid();
  }

  public boolean isRunning() {
    return program.isAlive();
  }

  /** What it wrote on both streams, at most {@link ProgramResult#OUTPUT_LIMIT} bytes. */
  public String output() {
    try (InputStream in = Files.newInputStream(output)) {
      return new String(in.readNBytes(ProgramResult.OUTPUT_LIMIT), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  /** Waits for its end at most so long; tells whether it has ended. */
  public boolean awaitEnd(Duration time) throws InterruptedException {
    return program.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Remembers the processes that the program has started until now, so that they are ended with it
   * even if the program itself is killed before them.
   */
  public void mark() {
    List<ProcessMark> found = new ArrayList<>(List.of(ProcessMark.of(program.toHandle())));
    program.descendants().map(ProcessMark::of).forEach(found::add);
    for (ProcessMark mark : found) {
      boolean isNew;
      synchronized (marks) {
        isNew = marks.add(mark);
      }
      if (isNew) {
        tellGuard(mark);
      }
    }
  }

  /** Ends the program and all that it has started, and waits for that. */
  @Override
  public void close() {
    stop();
    if (guard != null) {
      guard.destroyForcibly();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This program is ending: the hook runs anyway, and finds nothing.
    }
  }

  private void stop() {
    List<ProcessMark> all;
    synchronized (marks) {
      all = List.copyOf(marks);
    }
    ProcessTree.stop(all, GRACE);
  }

  private void tellGuard(ProcessMark mark) {
    if (guard == null) {
      return;
    }
    try {
      OutputStream pipe = guard.getOutputStream();
      pipe.write(mark.format().getBytes(StandardCharsets.US_ASCII));
      pipe.flush();
    } catch (IOException e) {
      // The guard is gone; the shutdown hook is left.
    }
  }

  /** Null where a second Java cannot be started: then only a kill leaves something behind. */
  private static @Nullable Process startGuard(Path directory) {
    Path java = Path.of(System.getProperty("java.home", ""), "bin", "java");
    Path code = codeLocation();
    if (code == null || !Files.isExecutable(java)) {
      return null;
    }
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      command.add(SETSID.toString());
    }
    command.addAll(
        List.of(
            java.toString(),
            "-Xmx16m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            code.toString(),
            Guard.class.getName(),
            directory.toString()));
    return Programs.start(
        Programs.builder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD));
  }

  /** The jar or the directory that this class comes from. */
  private static @Nullable Path codeLocation() {
    CodeSource source = Guard.class.getProtectionDomain().getCodeSource();
    try {
      return source == null || source.getLocation() == null
          ? null
          : Path.of(source.getLocation().toURI());
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
