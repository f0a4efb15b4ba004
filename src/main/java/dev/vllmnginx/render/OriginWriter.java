package dev.vllmnginx.render;

import dev.vllmnginx.diagnostics.CatalogPath;
import java.io.StringWriter;
import java.util.SortedMap;
import java.util.TreeMap;

/** Collects a file's text and remembers which line comes from which place in the catalog. */
final class OriginWriter extends StringWriter {
  private final SortedMap<Integer, CatalogPath> origins = new TreeMap<>();
  private int line = 1;

  /** The current line comes from there; the first origin of a line counts. */
  void mark(CatalogPath origin) {
    origins.putIfAbsent(line, origin);
  }

  SortedMap<Integer, CatalogPath> origins() {
    return origins;
  }

  @Override
  public void write(int c) {
    line += c == '\n' ? 1 : 0;
    super.write(c);
  }

  @Override
  public void write(char[] text, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      line += text[i] == '\n' ? 1 : 0;
    }
    super.write(text, offset, length);
  }

  @Override
  public void write(String text) {
    write(text, 0, text.length());
  }

  @Override
  public void write(String text, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      line += text.charAt(i) == '\n' ? 1 : 0;
    }
    super.write(text, offset, length);
  }
}
