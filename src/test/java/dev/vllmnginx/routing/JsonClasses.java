package dev.vllmnginx.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/**
 * One or more cases of each class that JSON parsers are known to disagree on: what must be
 * accepted, what must be refused, what is left open. The texts hold bytes as ISO 8859-1.
 */
final class JsonClasses {
  private static final String[] GOOD = {
    "[]",
    "{}",
    "[ ]",
    "[[[]]]",
    "[\"\"]",
    "[null,1,\"1\",{}]",
    "[1 , 2]\n",
    " [1]",
    "[1,null,,2]",
    "{\"a\":{\"b\":[]}}",
    "{\"a\":1,\"a\":2}",
    "{\"\":0}",
    "{\"a\" : 1 }",
    "{\"\\u0000\":1}",
    "{\n\"a\":\r\n\t1}",
    "0",
    "-0",
    "-1",
    "123",
    "1E22",
    "1e-2",
    "0e1",
    "0e+1",
    "1E+2",
    "-123.456e78",
    "0.1",
    "12345678901234567890",
    "-237462374673276894279832749832423479823246327846",
    "100000000000000000000.5",
    "1e400",
    "-1e9999",
    "123e-10000000",
    "true",
    "false",
    "null",
    "\"a\"",
    "\"\\\"\"",
    "\"\\\\\"",
    "\"\\\\\\\"\"",
    "\"\\/\\b\\f\\n\\r\\t\"",
    "\"\\u0060\\u012a\\u12AB\"",
    "\"\\uD801\\udc37\"",
    "\"\\ud83d\\ude39\\ud83d\\udc8d\"",
    "\"\\uDBFF\\uDFFE\"",
    "\"\\uFFFF\"",
    "\"a/*b*/c/*d//e\"",
    "\"\\\\u0000\"",
    "\"\\u0022\"",
    "\"\\u005C\"",
    "\"\\u2028\\u2029\"",
    "\" \"",
    "\"\u007f\"",
    "\"model\"",
    "\"\\\"model\\\":\\\"x\\\"\"",
    "\"{\\\"model\\\":1}\"",
    "\"[\"",
    "\"}\"",
    "\"{\"",
    "{\"model\":\"inner\"}",
    "[{\"model\":\"inner\"}]",
    "{\"model\":{\"model\":{\"model\":1}}}",
    "{\"properties\":{\"model\":{\"type\":\"string\"}},\"required\":[\"model\"]}",
    "[\"model\",\"model\"]",
    "{\"\\\"model\":\"x\"}",
    "{\"a\\\"model\":\"x\"}",
    "{\"\\\\\":\"model\"}",
    "{\"mod\\u0065l\":\"inner\"}",
    "{\"__proto__\":{\"model\":\"x\"},\"constructor\":{\"model\":\"x\"}}",
  };

  private static final String[] BAD = {
    "[1 true]",
    "[a]",
    "[\"\": 1]",
    "[\"\"],",
    "[,1]",
    "[1,,2]",
    "[\"x\",,]",
    "[\"x\"]]",
    "[\"\",]",
    "[\"x\"",
    "[x",
    "[3[4]]",
    "[1:2]",
    "[,]",
    "[-]",
    "[   , \"\"]",
    "[1,]",
    "[1,,]",
    "[*]",
    "[\"\"",
    "[1,1",
    "[{}",
    "[nul]",
    "[tru]",
    "[fals]",
    "nulls",
    "True",
    "undefined",
    "+1",
    "-01",
    "-1.0.",
    "-2.",
    "-NaN",
    ".-1",
    ".2e-3",
    "0.1.2",
    "0.3e+",
    "0.e1",
    "0E",
    "0e+",
    "1_000",
    "1 000",
    "1eE2",
    "2.e3",
    "Inf",
    "+Inf",
    "+NaN",
    "0x1",
    "0x42",
    "01",
    "012",
    "1+2",
    "--2",
    "-",
    "1a",
    "-a",
    ".123",
    "Infinit",
    "- 1",
    "-Infinit",
    "[\"a\",\n4\n,1,",
    "[\"\u000bx\"]",
    "\"\\uD800\\\"",
    "\"\\uD800\\u\"",
    "\"\\uD800\\u1\"",
    "\"\\uD800\\u1x\"",
    "\"\\x00\"",
    "\"\\a\"",
    "\"\\\\\\\"",
    "\"\\\ud83c\udf00\"",
    "\"\\",
    "\"\\\"",
    "\"\\u00A\"",
    "\"\\uqqqq\"",
    "\"\\u{61}\"",
    "\"a\nb\"",
    "\"a\tb\"",
    "\"a\u0000b\"",
    "\"a\u001fb\"",
    "\"",
    "\"x",
    "'x'",
    "x",
    "\"x\"x",
    "\"x\" y",
    "[\"asd]",
    "[\u000c]",
    "\u000b",
    "<.>",
    "[<null>]",
    "[1]x",
    "[1]]",
    "{\"a\":true} \"x\"",
    "{]",
    "{,",
    "{[",
    "{\"a\"",
    "{'a'",
    "[{\"a\":\"b",
    "{\"a\":1,,\"b\":2}",
    "{\"a\":1,}",
    "{\"a\" 1}",
    "{\"a\"::1}",
    "{\"a\":1 \"b\":2}",
    "{:\"b\"}",
    "{1:1}",
    "{a:1}",
    "{\"a\":1}#",
    "{\"a\":1}/**/",
    "{\"a\":1//\n}",
    "{\"a\",\"b\"}",
    "{\"a\":\"a\" 123}",
    "{null:null}",
    "{\"id\":0,,,,,}",
    "{'a':0}",
    "*",
    "{\"a\":1}}",
    "{{}}",
    "/**/{}",
    "",
    " ",
    "\u0000",
    "{}\u0000",
    "[\u0000]",
    "{\"model\"}",
    "{\"model\":}",
    "{\"model\" \"x\"}",
    "\u00e9",
    "\u00ff",
    "\"\u00ff\"",
    "\"\u00e9\"",
    "\"\u00c0\u00af\"",
    "\"\u00f4\u0090\u0080\u0080\"",
    "\"\u0081\"",
    "\"\u00e0\u00ff\"",
    "\"\u00fc\u0080\u0080\u0080\u0080\u0080\"",
    "\u00ef\u00bb\u00bf",
    "\u00ef\u00bb\u00bf{}",
    "\u00ef\u00bb{}",
    "\u00fe\u00ff",
    "\u00ff\u00fe",
  };

  private static final String[] OPEN = {
    "NaN",
    "Infinity",
    "-Infinity",
    "[NaN]",
    "\"\\ud800\"",
    "\"\\uDADA\"",
    "\"\\uD888\\u1234\"",
    "\"\\uD800\\uD800\\n\"",
    "\"\\uDd1ea\"",
    "\"\\uDd1e\\uD834\"",
    "\"\\ud800abc\"",
    "\"\\uFFFD\"",
    "\"\u00ed\u00a0\u0080\"",
    "\"\u00ef\u00bf\u00bd\"",
    "\"\u00e6\u00a8\u00a1\u00e5\u009e\u008b\"",
    "\"\u00f0\u009f\u0098\u0080\"",
  };

  private JsonClasses() {}

  /** Every case as it is. */
  static List<byte[]> texts() {
    List<byte[]> texts = new ArrayList<>();
    for (String[] cases : List.of(GOOD, BAD, OPEN)) {
      for (String text : cases) {
        texts.add(bytes(text));
      }
    }
    texts.add(bytes("1".repeat(400)));
    texts.add(bytes("1".repeat(5000)));
    for (int levels : new int[] {30, 31, 32, 33, 500, 968, 969, 970}) {
      texts.add(bytes("[".repeat(levels) + "]".repeat(levels)));
      texts.add(bytes("{\"a\":".repeat(levels) + "1" + "}".repeat(levels)));
    }
    texts.add(bytes("[".repeat(30_000)));
    texts.add(bytes("[".repeat(5_000) + "]".repeat(5_000)));
    return texts;
  }

  /** Bodies around a text: itself, before and after the key, as the model, as a key; some long. */
  static List<byte[]> bodies(byte[] text) {
    List<byte[]> bodies = new ArrayList<>();
    bodies.add(text);
    for (String pad : new String[] {"", "\"pad\":\"" + "p".repeat(600) + "\","}) {
      bodies.add(join("{" + pad + "\"a\":", text, ",\"model\":\"m\",\"b\":1}"));
      bodies.add(join("{" + pad + "\"model\":\"m\",\"a\":", text, "}"));
      bodies.add(join("{\"model\":\"m\"," + pad + "\"a\":", text, "}"));
      bodies.add(join("{\"model\": \"m\"," + pad + "\"a\":", text, ",\"b\":[]}"));
      bodies.add(join("{" + pad + "\"model\":", text, ",\"a\":1}"));
      bodies.add(join("{\"model\":", text, "," + pad + "\"a\":1}"));
      bodies.add(join("{" + pad, text, ":1,\"model\":\"m\"}"));
      bodies.add(join("{" + pad + "\"model\":\"m\"}", text, ""));
      bodies.add(join("", text, "{" + pad + "\"model\":\"m\"}"));
      bodies.add(join("{" + pad + "\"mod\\u0065l\":\"m\",\"a\":", text, "}"));
    }
    return bodies;
  }

  private static byte[] join(String before, byte[] text, String after) {
    byte[] head = before.getBytes(UTF_8);
    byte[] tail = after.getBytes(UTF_8);
    byte[] body = new byte[head.length + text.length + tail.length];
    System.arraycopy(head, 0, body, 0, head.length);
    System.arraycopy(text, 0, body, head.length, text.length);
    System.arraycopy(tail, 0, body, head.length + text.length, tail.length);
    return body;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
