package dev.vllmnginx.nginx;

import dev.vllmnginx.diagnostics.WorldException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A file of ours among those that systemd reads: a unit, or a drop-in of one. */
final class UnitFile {
  /** How each of them begins, or its part {@code [Service]} does. */
  static final String HEADER = "# Written by `vllm-nginx apply --start`";

  private static final Pattern RUNS = Pattern.compile("(?m)^ExecStart=.* -c (.+)$");

  private final Path path;

  UnitFile(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  /** Its text; empty if there is none. */
  Optional<String> read() {
    try {
      return Optional.of(Files.readString(path));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new WorldException(WorldException.Kind.IO, "cannot read " + path + ": " + e, e);
    }
  }

  /** The main file with which it starts nginx, if this program has written it. */
  static Optional<Path> mainFile(String text) {
    Matcher runs = RUNS.matcher(text);
    return text.contains(HEADER) && runs.find()
        ? Optional.of(Path.of(plain(runs.group(1))))
        : Optional.empty();
  }

  /** A word of a command line, systemd.service(5): in quotes, specifiers and variables escaped. */
  static String word(Path path) {
    String text = path.toString();
    String escaped =
        text.replace("\\", "\\\\").replace("\"", "\\\"").replace("%", "%%").replace("$", "$$");
    return escaped.matches("[A-Za-z0-9_/.@+-]+") ? escaped : "\"" + escaped + "\"";
  }

  private static String plain(String word) {
    String text = word.startsWith("\"") ? word.substring(1, word.length() - 1) : word;
    return text.replace("$$", "$").replace("%%", "%").replaceAll("\\\\(.)", "$1");
  }

  /**
   * Gives it a text, in one step: systemd never reads a part of it.
   *
   * @param text null: the file is removed
   */
  void put(@Nullable String text) {
    try {
      if (text == null) {
        Files.deleteIfExists(path);
      } else {
        write(text);
      }
    } catch (IOException e) {
      throw new WorldException(WorldException.Kind.IO, "cannot write " + path + ": " + e, e);
    }
  }

  private void write(String text) throws IOException {
    Path directory = Objects.requireNonNull(path.getParent());
    Files.createDirectories(directory);
    Path pending = directory.resolve("." + path.getFileName() + ".new");
    Files.deleteIfExists(pending);
    try (FileChannel file =
        FileChannel.open(pending, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      Files.setPosixFilePermissions(pending, PosixFilePermissions.fromString("rw-r--r--"));
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(true);
    }
    Files.move(pending, path, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    }
  }
}
