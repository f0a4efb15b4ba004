package dev.vllmnginx.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Logs of a running gateway, from where they stood when that was last asked for. */
final class LogFiles {
  private final Path directory;
  private final Map<Path, Long> offsets = new LinkedHashMap<>();

  LogFiles(Path directory) {
    this.directory = directory;
    forget();
  }

  /** What the files hold now does not count as added. */
  void forget() {
    all().forEach(log -> offsets.put(log, size(log)));
  }

  /** What was added since, with a line per file that names it. */
  String added() {
    StringBuilder text = new StringBuilder();
    for (Path log : all()) {
      String added = read(log, offsets.getOrDefault(log, 0L));
      if (!added.isEmpty()) {
        text.append("--- ").append(directory.relativize(log)).append('\n').append(added);
      }
    }
    return text.toString();
  }

  /** Fails if what was added since holds a key or a prompt. */
  void requireNoSecrets() {
    all().forEach(log -> Secrets.requireNoneIn(log, offsets.getOrDefault(log, 0L)));
  }

  /** What was added since to the file of that name. */
  String added(String name) {
    Path log = directory.resolve(name);
    return Files.exists(log) ? read(log, offsets.getOrDefault(log, 0L)) : "";
  }

  static String read(Path file, long offset) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      int from = (int) Math.min(offset, bytes.length);
      return new String(bytes, from, bytes.length - from, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> all() {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".log")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
