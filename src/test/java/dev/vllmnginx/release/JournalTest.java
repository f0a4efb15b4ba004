package dev.vllmnginx.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {
  private static final JournalEntry FIRST = entry("first");
  private static final JournalEntry ODD =
      new JournalEntry(
          Instant.parse("2026-01-02T03:04:05.678Z"),
          "Jörg \"root\"",
          "rollback",
          "0123456789abcdef",
          "fedcba9876543210",
          "broken",
          "two\nlines\u2028 and \\ 😀",
          Long.MAX_VALUE);

  @TempDir Path root;
  private Journal journal = new Journal(Path.of("chosen before each test"));
  private Path file = Path.of("chosen before each test");

  @BeforeEach
  void choose() {
    journal = new Journal(root);
    file = root.resolve("journal.jsonl");
  }

  private static JournalEntry entry(String detail) {
    return new JournalEntry(Instant.EPOCH, "tester", "apply", null, null, "applied", detail, 1);
  }

  @Test
  void givesBackWhatWasWritten() throws IOException {
    assertThat(journal.read()).isEmpty();

    journal.append(FIRST);
    journal.append(ODD);

    assertThat(journal.read()).containsExactly(FIRST, ODD);
    assertThat(Files.readAllLines(file, StandardCharsets.US_ASCII)).hasSize(2);
    assertThat(OutputDirectoryFixture.mode(file)).isEqualTo("rw-r-----");
  }

  /** A machine that lost power may have written any part of a line. */
  @Test
  void aTornLastLineIsPassedOverAndTheNextOneIsWhole() throws IOException {
    journal.append(FIRST);
    journal.append(ODD);
    byte[] whole = Files.readAllBytes(file);
    int second = Files.readAllLines(file).get(0).length() + 1;
    for (int length = second; length < whole.length - 1; length++) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));

      List<JournalEntry> torn = journal.read();
      journal.append(entry("after " + length));

      assertThat(torn).as("cut after %d bytes", length).startsWith(FIRST).hasSizeLessThan(3);
      assertThat(journal.read()).startsWith(FIRST).endsWith(entry("after " + length));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage",
        "[]",
        "{}",
        "null",
        "\u0000\u0000\u0000",
        "{\"time\":\"1970-01-01T00:00:00Z\",\"who\":\"w\",\"action\":\"apply\"}",
        "{\"time\":\"soon\",\"who\":\"w\",\"action\":\"apply\",\"outcome\":\"applied\"}",
        "{\"time\":0,\"who\":\"w\",\"action\":\"apply\",\"outcome\":\"applied\"}",
        "{\"millis\":99999999999999999999,\"time\":\"1970-01-01T00:00:00Z\",\"who\":\"w\","
            + "\"action\":\"apply\",\"outcome\":\"applied\"}"
      })
  void aLineThatIsNoEntryIsPassedOver(String line) throws IOException {
    journal.append(FIRST);
    Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
    journal.append(ODD);

    assertThat(journal.read()).containsExactly(FIRST, ODD);
  }

  @Test
  void whatALaterVersionAddsIsPassedOver() throws IOException {
    Files.writeString(
        file,
        "{\"new\":{\"who\":[1,{\"time\":2}]},\"time\":\"1970-01-01T00:00:00Z\",\"also\":true,"
            + "\"who\":\"tester\",\"action\":\"apply\",\"from\":null,\"outcome\":\"applied\","
            + "\"detail\":\"first\",\"millis\":1,\"newest\":null}\n");

    assertThat(journal.read()).containsExactly(FIRST);
  }

  @Test
  void whoReadsMeanwhileSeesWholeEntriesInTheirOrder() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<Integer>> readers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      readers.add(threads.submit(() -> readUntil(done)));
    }
    for (int i = 0; i < 200; i++) {
      journal.append(entry("" + i));
    }
    done.set(true);

    for (Future<Integer> reader : readers) {
      assertThat(reader.get()).isEqualTo(200);
    }
    threads.shutdown();
  }

  private int readUntil(AtomicBoolean done) throws IOException {
    int seen = 0;
    boolean last;
    do {
      last = done.get();
      List<JournalEntry> entries = new Journal(root).read();
      assertThat(entries).hasSizeGreaterThanOrEqualTo(seen);
      seen = entries.size();
      for (int i = 0; i < seen; i++) {
        assertThat(entries.get(i).detail()).isEqualTo("" + i);
      }
    } while (!last);
    return seen;
  }

  @Test
  void aLinkIsNotFollowed() throws IOException {
    Path other = Files.writeString(root.resolve("other"), "mine\n");
    Files.createSymbolicLink(file, other);

    assertThatThrownBy(() -> journal.append(FIRST)).isInstanceOf(IOException.class);
    assertThat(other).hasContent("mine\n");
  }
}
