package dev.vllmnginx.app.trial;

import dev.vllmnginx.diagnostics.WorldException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Reads what has been added to nginx's access log, whole lines only. */
final class AccessLogTail {
  private final Path file;
  private final ByteArrayOutputStream rest = new ByteArrayOutputStream();
  private long offset;

  AccessLogTail(Path file) {
    this.file = file;
  }

  /** The entries since the last call. */
  List<AccessLogEntry> next() {
    List<AccessLogEntry> entries = new ArrayList<>();
    for (byte b : added()) {
      if (b == '\n') {
        AccessLogEntry.parse(rest.toString(StandardCharsets.UTF_8)).ifPresent(entries::add);
        rest.reset();
      } else {
        rest.write(b);
      }
    }
    return entries;
  }

  private byte[] added() {
    if (!Files.exists(file)) {
      return new byte[0];
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      int length = (int) Math.min(1 << 20, channel.size() - offset);
      ByteBuffer buffer = ByteBuffer.allocate(Math.max(0, length));
      offset += Math.max(0, channel.read(buffer, offset));
      byte[] bytes = new byte[buffer.position()];
      buffer.flip().get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new WorldException(WorldException.Kind.IO, "cannot read " + file + ": " + e, e);
    }
  }
}
