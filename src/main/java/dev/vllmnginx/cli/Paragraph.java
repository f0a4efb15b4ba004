package dev.vllmnginx.cli;

import java.util.ArrayList;
import java.util.List;

/** Text in lines that are easy to read. */
final class Paragraph {
  private static final int WIDTH = 92;

  private Paragraph() {}

  /**
   * Breaks a text between its words.
   *
   * @param lead what the first line begins with; the others are indented as far
   */
  static List<String> lines(String lead, String text) {
    List<String> lines = new ArrayList<>();
    String indent = " ".repeat(lead.length());
    StringBuilder line = new StringBuilder(lead);
    int begin = lead.length();
    for (String word : text.split(" ", -1)) {
      if (line.length() > begin && line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder(indent);
      }
      line.append(line.length() > begin ? " " : "").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
