package dev.vllmnginx.nginx;

import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.process.AttachedProgram;
import dev.vllmnginx.process.PrivateDirectory;
import dev.vllmnginx.render.RenderedTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;

/**
 * An nginx in the foreground with a tree of its own in a private directory. It ends with this
 * program, and its directory with it.
 */
public final class PrivateNginx implements AutoCloseable {
  /** nginx tries five times, half a second apart, to get a port. */
  private static final Duration START = Duration.ofSeconds(10);

  private static final Duration PAUSE = Duration.ofMillis(20);

  private final PrivatePlace place;
  private final PrivateDirectory directory;
  private final AttachedProgram program;

  private PrivateNginx(PrivateDirectory directory, PrivatePlace place, AttachedProgram program) {
    this.directory = directory;
    this.place = place;
    this.program = program;
  }

  /**
   * Starts nginx and waits until it listens.
   *
   * @param renderer a complete tree with an {@code nginx.conf}, all of whose paths are the place's
   * @throws WorldException when nginx does not start, with what it said
   */
  public static PrivateNginx start(
      NginxBinary nginx, Function<PrivatePlace, RenderedTree> renderer) {
    PrivateDirectory directory = PrivateDirectory.create();
    try {
      directory.letOthersThrough();
      PrivatePlace place = new PrivatePlace(directory.path());
      TreeWriter.write(renderer.apply(place), place);
      AttachedProgram program =
          AttachedProgram.start(nginx.command(place, "-g", "daemon off;"), directory.path());
      PrivateNginx started = new PrivateNginx(directory, place, program);
      started.awaitStart();
      program.mark();
      return started;
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /**
   * The pid file appears when the listening sockets are open. That something answers on the port
   * would prove less: it may be a stranger, for whom nginx could not have the port.
   */
  private void awaitStart() {
    long end = System.nanoTime() + START.toNanos();
    try {
      while (!Files.exists(place.pidFile())) {
        if (program.awaitEnd(PAUSE) || System.nanoTime() > end) {
          String said = program.output() + errorLog();
          close();
          throw new WorldException(
              WorldException.Kind.IO, "nginx did not start:\n" + said.strip(), null);
        }
      }
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new WorldException(WorldException.Kind.IO, "interrupted while nginx started", e);
    }
  }

  /** Where its files are. */
  public PrivatePlace place() {
    return place;
  }

  /** Whether its master process runs. */
  public boolean isRunning() {
    return program.isRunning();
  }

  /** What it has logged as an error. */
  public String errorLog() {
    Path file = place.errorLog();
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      return "";
    }
  }

  /** Ends it at once, with the requests that it has, and removes its directory. */
  @Override
  public void close() {
    program.close();
    directory.close();
  }
}
