package dev.vllmnginx.standin;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** Reads {@code multipart/form-data} as clients write it. */
final class Form {
  private static final Pattern BOUNDARY =
      Pattern.compile("(?i)multipart/form-data;.*?\\bboundary=\"?([^\";]{1,70})\"?.*");
  private static final Pattern NAME = Pattern.compile("(?i)[; ]name=\"?([^\";\r\n]*)");
  private static final Pattern FILE_NAME = Pattern.compile("(?i)[; ]filename=\"?([^\";\r\n]*)");

  private Form() {}

  /**
   * The fields as an object: texts as strings, files as objects with {@code filename} and {@code
   * size}. Of equal names the last counts.
   */
  static ObjectNode read(Received request) throws Refused {
    Matcher type = BOUNDARY.matcher(request.header("content-type").orElse(""));
    if (!type.matches()) {
      throw Refused.invalid("missing", "body.file", "Field required", "<dict of 0 items>");
    }
    String delimiter = "\r\n--" + type.group(1);
    // One character for each byte, so that places in the text are places in the body.
    String body = "\r\n" + new String(request.body(), StandardCharsets.ISO_8859_1);
    ObjectNode fields = Json.object();
    int at = body.indexOf(delimiter);
    while (at >= 0 && body.startsWith("\r\n", at + delimiter.length())) {
      int end = body.indexOf(delimiter, at + delimiter.length());
      int value = body.indexOf("\r\n\r\n", at);
      if (end < 0 || value < 0 || value > end) {
        throw Refused.unreadable();
      }
      add(fields, body.substring(at, value), body.substring(value + 4, end));
      at = end;
    }
    if (at < 0) {
      throw Refused.unreadable();
    }
    return fields;
  }

  private static void add(ObjectNode fields, String head, String value) throws Refused {
    Matcher name = NAME.matcher(head);
    Matcher file = FILE_NAME.matcher(head);
    if (!name.find()) {
      throw Refused.unreadable();
    }
    if (file.find()) {
      fields.set(
          name.group(1),
          Json.object().put("filename", text(file.group(1))).put("size", value.length()));
    } else {
      fields.put(name.group(1), text(value));
    }
  }

  private static String text(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
