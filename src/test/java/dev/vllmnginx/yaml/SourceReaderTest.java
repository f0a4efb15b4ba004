package dev.vllmnginx.yaml;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.vllmnginx.diagnostics.Checked;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Location;
import dev.vllmnginx.diagnostics.WorldException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.SequenceInputStream;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceReaderTest {
  private static final String TEXT = "version: 1\r\nmodels: [ü]\n";

  @TempDir Path directory;

  private static Checked<SourceText> decode(byte[] bytes) {
    return SourceReader.read(new ByteArrayInputStream(bytes), "-");
  }

  private static Diagnostic only(Checked<SourceText> checked) {
    assertThat(checked.diagnostics()).hasSize(1);
    return checked.diagnostics().get(0);
  }

  private Diagnostic refused(Path path) {
    return assertTimeoutPreemptively(Duration.ofSeconds(5), () -> only(SourceReader.read(path)));
  }

  @Test
  void readsUtf8AndKeepsLineEnds() throws IOException {
    Path file = Files.writeString(directory.resolve("a b;c.yaml"), TEXT);

    assertThat(SourceReader.read(file).orThrow()).isEqualTo(new SourceText(file.toString(), TEXT));
  }

  @Test
  void stripsOneByteOrderMark() {
    assertThat(decode(("\ufeff" + TEXT).getBytes(UTF_8)).orThrow().text()).isEqualTo(TEXT);
    assertThat(decode(("\ufeff\ufeff" + TEXT).getBytes(UTF_8)).orThrow().text())
        .isEqualTo("\ufeff" + TEXT);
  }

  @Test
  void readsAnEmptyFile() {
    assertThat(decode(new byte[0]).orThrow().text()).isEmpty();
    assertThat(decode("\ufeff".getBytes(UTF_8)).orThrow().text()).isEmpty();
  }

  @Test
  void refusesOtherEncodings() {
    for (Charset charset :
        new Charset[] {
          UTF_16, UTF_16LE, UTF_16BE, Charset.forName("UTF-32"), Charset.forName("UTF-32LE")
        }) {
      assertThat(only(decode(TEXT.getBytes(charset))).code())
          .as(charset.name())
          .isEqualTo(DiagnosticCode.BAD_ENCODING);
    }
    assertThat(only(decode(("\ufeff" + TEXT).getBytes(UTF_16LE))).code())
        .isEqualTo(DiagnosticCode.BAD_ENCODING);
    Diagnostic latin1 = only(decode(TEXT.getBytes(ISO_8859_1)));
    assertThat(latin1.code()).isEqualTo(DiagnosticCode.BAD_ENCODING);
    assertThat(latin1.location()).isEqualTo(new Location("-", 2, 10, 1));
    assertThat(latin1.message()).isEqualTo("the byte 0xfc is not part of any UTF-8 character");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"80", "c080", "c3", "e282", "eda080", "f4908080", "ff", "f8888080", "e0809f"})
  void refusesInvalidUtf8(String hex) {
    byte[] tail = new BigInteger(hex, 16).toByteArray();
    byte[] bytes = new byte[4 + hex.length() / 2];
    System.arraycopy("a: x".getBytes(UTF_8), 0, bytes, 0, 4);
    System.arraycopy(tail, tail.length - hex.length() / 2, bytes, 4, hex.length() / 2);

    Diagnostic found = only(decode(bytes));

    assertThat(found.code()).isEqualTo(DiagnosticCode.BAD_ENCODING);
    assertThat(found.location()).isEqualTo(new Location("-", 1, 5, 1));
  }

  @Test
  void refusesWhatIsNoFileWithoutOpeningIt() throws IOException, InterruptedException {
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Path loop = Files.createSymbolicLink(directory.resolve("loop"), directory.resolve("loop"));
    Path file = Files.writeString(directory.resolve("file"), TEXT);

    assertThat(refused(directory).message()).isEqualTo("this is a directory");
    assertThat(refused(pipe).message()).isEqualTo("this is a pipe or a device, not a file");
    assertThat(refused(Path.of("/dev/zero")).message())
        .isEqualTo("this is a pipe or a device, not a file");
    assertThat(refused(loop).code()).isEqualTo(DiagnosticCode.UNREADABLE_FILE);
    assertThat(refused(file.resolve("below")).code()).isEqualTo(DiagnosticCode.UNREADABLE_FILE);
  }

  @Test
  void refusesAFileThatEverybodyMayChange() throws IOException {
    Path file = Files.writeString(directory.resolve("f"), TEXT);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
    assertThat(SourceReader.read(file).isValid()).isTrue();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

    assertThat(refused(file).code()).isEqualTo(DiagnosticCode.UNSAFE_FILE);
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);
    assertThat(refused(link).code()).isEqualTo(DiagnosticCode.UNSAFE_FILE);
  }

  @Test
  void aMissingFileIsTroubleWithTheCommandLine() {
    assertThatThrownBy(() -> SourceReader.read(directory.resolve("x\ny")))
        .isInstanceOfSatisfying(
            WorldException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(WorldException.Kind.USAGE);
              assertThat(e).hasMessage("no such file: " + directory + "/x\\u000ay");
            });
  }

  @Test
  void readsUpToTheLimitAndNotMuchFurther() throws IOException {
    byte[] most = "#".repeat(SourceReader.MAX_BYTES).getBytes(UTF_8);
    assertThat(decode(most).isValid()).isTrue();

    InputStream endless = new OneByteAtATime('#', 1);
    Checked<SourceText> checked =
        SourceReader.read(new SequenceInputStream(new ByteArrayInputStream(most), endless), "-");
    assertThat(only(checked).code()).isEqualTo(DiagnosticCode.FILE_TOO_LARGE);
  }

  @Test
  void refusesAHugeFileByItsSize() throws IOException {
    Path file = directory.resolve("huge");
    try (var channel = new RandomAccessFile(file.toFile(), "rw")) {
      channel.setLength(100L << 30);
    }

    assertThat(refused(file).code()).isEqualTo(DiagnosticCode.FILE_TOO_LARGE);
  }

  @Test
  void brokenStreamsAreTroubleWithTheWorld() {
    InputStream broken = new OneByteAtATime('#', 0);

    assertThatThrownBy(() -> SourceReader.read(broken, "-"))
        .isInstanceOfSatisfying(
            WorldException.class, e -> assertThat(e.kind()).isEqualTo(WorldException.Kind.IO));
  }

  /** Gives a byte a few times and breaks then. */
  private static final class OneByteAtATime extends InputStream {
    private final int value;
    private int left;

    OneByteAtATime(int value, int times) {
      this.value = value;
      this.left = times;
    }

    @Override
    public int read() throws IOException {
      if (left-- == 0) {
        throw new IOException("gone");
      }
      return value;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      into[offset] = (byte) read();
      return 1;
    }
  }
}
