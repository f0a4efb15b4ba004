package dev.vllmnginx.yaml;

import dev.vllmnginx.diagnostics.Checked;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Location;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Bytes to text: UTF-8, or a diagnostic that says where it is not. */
final class Decoding {
  private static final String HINT = "save the file as UTF-8";

  private Decoding() {}

  static Checked<SourceText> decode(byte[] bytes, String name) {
    if (looksLikeUtf16Or32(bytes)) {
      return SourceReader.refused(
          DiagnosticCode.BAD_ENCODING,
          new Location(name, 1, 1, 1),
          "the file is UTF-16 or UTF-32, not UTF-8",
          HINT);
    }
    int start = hasByteOrderMark(bytes) ? 3 : 0;
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes, start, bytes.length - start);
    CharBuffer out = CharBuffer.allocate(bytes.length - start);
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      return badByte(bytes[in.position()], text, name);
    }
    return new Checked<>(new SourceText(name, text), List.of());
  }

  /** A zero among the first two bytes is no text; UTF-16 and UTF-32 begin so, or with a mark. */
  private static boolean looksLikeUtf16Or32(byte[] bytes) {
    if (bytes.length < 2) {
      return false;
    }
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    return (first == 0xfe && second == 0xff)
        || (first == 0xff && second == 0xfe)
        || first == 0
        || second == 0;
  }

  private static boolean hasByteOrderMark(byte[] bytes) {
    return bytes.length >= 3
        && (bytes[0] & 0xff) == 0xef
        && (bytes[1] & 0xff) == 0xbb
        && (bytes[2] & 0xff) == 0xbf;
  }

  private static Checked<SourceText> badByte(byte bad, String before, String name) {
    Position place = new TextIndex(before).atChar(before.length());
    return SourceReader.refused(
        DiagnosticCode.BAD_ENCODING,
        new Location(name, place.line(), place.column(), 1),
        String.format(Locale.ROOT, "the byte 0x%02x is not part of any UTF-8 character", bad),
        HINT);
  }
}
