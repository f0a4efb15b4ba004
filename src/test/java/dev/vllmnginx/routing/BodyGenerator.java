package dev.vllmnginx.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Random request bodies with a taste for what a search for {@code model} could trip over. The same
 * seed gives the same bodies.
 */
final class BodyGenerator {
  /** Sizes at which decision.js changes its way: small bodies, short first members, long tails. */
  private static final int[] BORDERS = {512, 512, 512, 1024, 2048, 4096, 8192};

  private static final String[] PIECES = {
    "a",
    "model",
    "\\\"model\\\"",
    "\\\"model\\\":\\\"x\\\"",
    "\\\"",
    "\\\\",
    "\\\\\\\"",
    "\\/",
    "\\n",
    "\\u006d",
    "\\u006dodel",
    "mod\\u0065l",
    "\\u00e9",
    "\\ud83d\\ude00",
    "\\ud800",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    " ",
    "\u6a21\u578b",
    "\u00e9",
    "\ud83d\ude00",
    "\u007f",
    "'",
    "//",
    "\\u0022model\\u0022:",
    "hello world ",
    "m",
    "o",
    "\\\\u006d",
    "\\u006D",
    "text, and more of it: ",
    "{\\\"role\\\":1}",
    "\u2028",
  };

  private static final String[] KEYS = {
    "messages",
    "role",
    "content",
    "tools",
    "properties",
    "required",
    "type",
    "stream",
    "temperature",
    "Model",
    "mode",
    "models",
    "model ",
    " model",
    "\\\"model",
    "model\\\"",
    "\\\\model",
    "modality",
    "metadata",
    "",
    "\u6a21",
    "__proto__",
    "constructor",
    "mod\\u0065",
    "\\u006dode",
    "mo",
    "o",
    "mmodel",
    "a\\u006fb",
  };

  private static final String[] NAMES = {
    "\"llama-3\"",
    "\"m\"",
    "\"a,b\"",
    "\"a\\\"b\"",
    "\"\\u006d\"",
    "\"m\\/n\"",
    "\"a\\\\\"",
    "\"}\"",
    "\"model\"",
    "\"\u6a21\"",
    "\"\ud83d\ude00\"",
    "\"\\ud83d\\ude00\"",
    "\"\\ud800\"",
    "\"x y\"",
    "\"meta-llama/Llama-3.1-8B\"",
    "\"m\\n\"",
    "\"\\u0000\"",
    "\"NAME\"",
  };

  private static final String[] NO_NAMES = {
    "null", "\"\"", "1", "true", "{}", "[]", "[\"m\"]", "{\"model\":\"m\"}", "NaN"
  };

  private static final String[] SPACES = {"", "", "", " ", "\n  ", "\t", "\r\n", "  \t\n"};

  private final Random random;
  private String space = "";

  BodyGenerator(long seed) {
    this.random = new Random(seed);
  }

  byte[] next() {
    space = pick(SPACES);
    byte[] body = object(random.nextInt(6) + 1).getBytes(UTF_8);
    int how = random.nextInt(20);
    return how < 12 ? body : how < 13 ? recoded(body) : how < 16 ? body : damaged(body);
  }

  private String object(int others) {
    List<String> members = new ArrayList<>();
    for (int i = 0; i < others; i++) {
      members.add(quoted(pick(KEYS)) + colon() + value(0));
    }
    int models = random.nextInt(10) < 7 ? 1 : random.nextInt(4);
    for (int i = 0; i < models; i++) {
      members.add(modelKey() + colon() + (random.nextInt(8) > 0 ? name() : pick(NO_NAMES)));
    }
    Collections.shuffle(members, random);
    if (random.nextInt(3) == 0) {
      Collections.swap(members, 0, members.size() - 1);
    }
    if (random.nextInt(2) == 0) {
      pad(members);
    }
    String before = random.nextInt(20) == 0 ? pick(SPACES) : "";
    String after = random.nextInt(10) == 0 ? pick(SPACES) : "";
    return before + "{" + gap() + String.join(gap() + "," + gap(), members) + gap() + "}" + after;
  }

  /**
   * Makes the body, or what stands before or after a member, nearly as long as one of the borders.
   */
  private void pad(List<String> members) {
    int length = members.stream().mapToInt(String::length).sum() + 2 * members.size();
    int border = BORDERS[random.nextInt(BORDERS.length)];
    int missing =
        Math.max(0, border - (random.nextBoolean() ? length : 0) + random.nextInt(41) - 20);
    String filler = random.nextInt(4) == 0 ? "\u6a21".repeat(missing / 3) : "p".repeat(missing);
    members.add(random.nextInt(members.size() + 1), quoted("pad") + colon() + quoted(filler));
  }

  private String modelKey() {
    if (random.nextInt(4) > 0) {
      return "\"model\"";
    }
    StringBuilder key = new StringBuilder("\"");
    for (char letter : "model".toCharArray()) {
      String hex = Integer.toHexString(letter);
      switch (random.nextInt(3)) {
        case 0 -> key.append(letter);
        case 1 -> key.append("\\u00").append(hex);
        default -> key.append("\\u00").append(hex.toUpperCase(java.util.Locale.ROOT));
      }
    }
    return key.append('"').toString();
  }

  private String name() {
    return random.nextInt(12) == 0 ? quoted("n".repeat(random.nextInt(700))) : pick(NAMES);
  }

  private String value(int level) {
    int kind = random.nextInt(level > 4 ? 7 : 12);
    return switch (kind) {
      case 0, 1, 2, 3 -> quoted(text());
      case 4 -> String.valueOf(random.nextInt(1000) - 500);
      case 5 ->
          pick(
              new String[] {
                "true", "false", "null", "1.5e3", "-0", "1e400", "12345678901234567890"
              });
      case 6 -> random.nextInt(30) == 0 ? deep() : "\"model\"";
      case 7, 8, 9 -> inner(level);
      default -> list(level);
    };
  }

  private String inner(int level) {
    List<String> members = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      String key = random.nextInt(4) == 0 ? modelKey() : quoted(pick(KEYS));
      members.add(key + colon() + value(level + 1));
    }
    return "{" + gap() + String.join("," + gap(), members) + gap() + "}";
  }

  private String list(int level) {
    List<String> items = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      items.add(value(level + 1));
    }
    return "[" + gap() + String.join("," + gap(), items) + gap() + "]";
  }

  /** Around the 32 levels of the njs engine's JSON.parse and the 970 of vLLM. */
  private String deep() {
    int levels = random.nextInt(5) == 0 ? 960 + random.nextInt(20) : 25 + random.nextInt(15);
    return random.nextBoolean()
        ? "[".repeat(levels) + "]".repeat(levels)
        : "{\"model\":".repeat(levels) + "\"deep\"" + "}".repeat(levels);
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(pick(PIECES));
    }
    return text.toString();
  }

  /** Other encodings, and byte order marks. */
  private byte[] recoded(byte[] body) {
    String text = new String(body, UTF_8);
    String[] charsets = {
      "UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "UTF-8", "ISO-8859-1"
    };
    String charset = pick(charsets);
    return (charset.equals("UTF-8") ? "\ufeff" + text : text).getBytes(Charset.forName(charset));
  }

  /** A byte changed, put in or taken out, the end cut off or a piece doubled. */
  private byte[] damaged(byte[] body) {
    int at = random.nextInt(body.length);
    int to = Math.min(body.length, at + 1 + random.nextInt(30));
    byte[] bytes = "\"\\{}[],:\u0000\u00ff\u0080 mx1\n".getBytes(ISO_8859_1);
    byte odd = bytes[random.nextInt(bytes.length)];
    return switch (random.nextInt(5)) {
      case 0 -> {
        byte[] changed = body.clone();
        changed[at] = odd;
        yield changed;
      }
      case 1 ->
          joined(
              Arrays.copyOf(body, at), new byte[] {odd}, Arrays.copyOfRange(body, at, body.length));
      case 2 ->
          joined(
              Arrays.copyOf(body, at), new byte[0], Arrays.copyOfRange(body, at + 1, body.length));
      case 3 -> Arrays.copyOf(body, Math.max(1, at));
      default ->
          joined(
              Arrays.copyOf(body, to),
              Arrays.copyOfRange(body, at, to),
              Arrays.copyOfRange(body, to, body.length));
    };
  }

  private static byte[] joined(byte[] first, byte[] second, byte[] third) {
    byte[] all = Arrays.copyOf(first, first.length + second.length + third.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    System.arraycopy(third, 0, all, first.length + second.length, third.length);
    return all;
  }

  private String colon() {
    return gap() + ":" + gap();
  }

  private String gap() {
    return random.nextInt(15) == 0 ? pick(SPACES) : space;
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }

  private String pick(String[] choices) {
    return choices[random.nextInt(choices.length)];
  }
}
