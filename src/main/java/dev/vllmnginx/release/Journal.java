package dev.vllmnginx.release;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * {@code journal.jsonl}: one JSON object a line, oldest first. A line that a crash has cut off, or
 * that somebody has edited, is passed over when reading.
 */
final class Journal {
  private static final String FILE_NAME = "journal.jsonl";
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final Path root;
  private final Path file;

  Journal(Path root) {
    this.root = root;
    this.file = root.resolve(FILE_NAME);
  }

  /** Adds a line, and returns when it is on disk. */
  void append(JournalEntry entry) throws IOException {
    boolean isNew = !Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS))) {
      if (isNew) {
        Files.setPosixFilePermissions(file, DurableFiles.permissions(0640));
      }
      String line = (endsInTheMiddle(channel) ? "\n" : "") + format(entry) + "\n";
      channel.position(channel.size());
      DurableFiles.writeAll(channel, line.getBytes(StandardCharsets.US_ASCII));
      channel.force(true);
    }
    if (isNew) {
      DurableFiles.sync(root);
    }
  }

  /** All entries, oldest first. */
  List<JournalEntry> read() throws IOException {
    List<JournalEntry> entries = new ArrayList<>();
    try {
      for (String line : Files.readString(file).split("\n", -1)) {
        parse(line).ifPresent(entries::add);
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return entries;
  }

  private static boolean endsInTheMiddle(FileChannel channel) throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    return channel.size() > 0
        && channel.read(last, channel.size() - 1) == 1
        && last.array()[0] != '\n';
  }

  private static String format(JournalEntry entry) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      entry.write(json);
    }
    return out.toString();
  }

  private static Optional<JournalEntry> parse(String line) {
    Map<String, String> members = new HashMap<>();
    long millis = 0;
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), line)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (value == JsonToken.VALUE_STRING) {
          members.put(name, parser.getString());
        } else if (value == JsonToken.VALUE_NUMBER_INT && name.equals("millis")) {
          millis = parser.getLongValue();
        } else {
          parser.skipChildren();
        }
      }
      return Optional.of(entry(members, millis));
    } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static JournalEntry entry(Map<String, String> members, long millis) {
    return new JournalEntry(
        Instant.parse(required(members, "time")),
        required(members, "who"),
        required(members, "action"),
        members.get("from"),
        members.get("to"),
        required(members, "outcome"),
        members.getOrDefault("detail", ""),
        millis);
  }

  private static String required(Map<String, String> members, String name) {
    @Nullable String value = members.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no " + name);
    }
    return value;
  }
}
