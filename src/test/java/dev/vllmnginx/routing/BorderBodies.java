package dev.vllmnginx.routing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/**
 * Bodies around every length at which njs/decision.js and the searches of 30-routes.conf change
 * their way: one for each offset from before the border to after it.
 */
final class BorderBodies {
  /** How far to each side of a border. */
  private static final int REACH = 16;

  /** A body up to this long is read whole. */
  private static final int SMALL = 512;

  /** So near to the end the last key is looked for. */
  private static final int TAIL = 4096;

  private final List<byte[]> bodies = new ArrayList<>();

  private BorderBodies() {}

  static List<byte[]> all() {
    BorderBodies all = new BorderBodies();
    for (int offset = -REACH; offset <= REACH; offset++) {
      all.lengths(offset);
      all.tails(offset);
      all.members(offset);
    }
    for (int spaces = 0; spaces <= 8; spaces++) {
      all.spaces(" ".repeat(spaces));
    }
    return all.bodies;
  }

  /**
   * The whole body nearly as long as what is read whole, and the first member as what is cut out.
   */
  private void lengths(int offset) {
    for (String model : new String[] {"\"m\"", "\"\u6a21\"", "\"a\\u006d\"", "7", "null"}) {
      for (String key : new String[] {"model", "mod\\u0065l", "Model"}) {
        String named = "\"" + key + "\":" + model;
        fill("{\"pad\":\"", "\"," + named + "}", SMALL + offset);
        fill("{" + named + ",\"pad\":\"", "\"}", SMALL + offset);
        fill("{\"model\":\"x\",\"pad\":\"", "\"," + named + "}", SMALL + offset);
        fill("{\"a\":{\"model\":\"x\"},\"pad\":\"", "\"," + named + "}", SMALL + offset);
      }
    }
    fill("{\"model\":\"", "\",\"messages\":[1,2]}", SMALL + offset);
    fill("{\"model\":\"m\",\"messages\":\"" + pad(TAIL) + "\",\"a\":\"", "\"}", 2 * TAIL + offset);
    fill("{\"model\":\"m\" ", ",\"a\":\"" + pad(SMALL) + "\"}", 2 * SMALL + offset, ' ');
  }

  /** The end from the last key on nearly as long as what is looked through. */
  private void tails(int offset) {
    for (String before : new String[] {"", "\"model\":\"x\",", "\"\\u006dodel\":\"x\","}) {
      for (String after : new String[] {"1", "{\"model\":\"y\"}", "[{\"model\":1}]", "\"model\""}) {
        String head = "{" + before + "\"pad\":\"" + pad(SMALL) + "\",";
        String tail = "\"model\":\"m\",\"a\":\"";
        bodies.add(
            bytes(
                head
                    + tail
                    + pad(TAIL + offset - tail.length() - after.length() - 8)
                    + "\",\"b\":"
                    + after
                    + "}"));
      }
    }
  }

  /** Counts and lengths that 30-routes.conf has in its braces. */
  private void members(int offset) {
    String head = "{\"pad\":\"" + pad(SMALL) + "\",\"model\":\"m\"";
    bodies.add(bytes(head + ",\"a\":1".repeat(32 + offset) + "}"));
    bodies.add(bytes(head + ",\"a\":1".repeat(32 + offset) + ",\"model\":\"x\"}"));
    bodies.add(bytes(head + ",\"" + "k".repeat(40 + offset) + "\":1}"));
    bodies.add(bytes(head + ",\"a\":\"" + pad(256 + offset) + "\"}"));
    bodies.add(bytes(head + ",\"a\":" + "1".repeat(20 + offset) + "}"));
    String name = "\"model\":\"" + "n".repeat(128 + offset) + "\"";
    bodies.add(bytes("{\"pad\":\"" + pad(SMALL) + "\"," + name + "}"));
    bodies.add(bytes("{" + name + ",\"pad\":\"" + pad(SMALL) + "\"}"));
  }

  /** White space in every place near the key. */
  private void spaces(String space) {
    String pad = "\"pad\":\"" + pad(SMALL) + "\"";
    for (String blank : new String[] {space, space.replace(' ', '\n'), space.replace(' ', '\t')}) {
      bodies.add(bytes("{" + blank + "\"model\"" + blank + ":" + blank + "\"m\"," + pad + "}"));
      bodies.add(bytes("{" + blank + "\"model\":\"m\"" + blank + "," + pad + blank + "}" + blank));
      bodies.add(bytes("{" + blank + "\"model\":\"m\"," + pad + ",\"model\":\"x\",\"a\":[]}"));
      bodies.add(bytes("{" + pad + ",\"model\":" + blank + "\"m\"," + blank + "\"a\":1}" + blank));
      bodies.add(
          bytes("{" + pad + ",\"model\"" + blank + ":\"m\",\"a\"" + blank + ":1" + blank + "}"));
      bodies.add(bytes(blank + "{" + pad + ",\"model\":\"m\",\"a\":1}"));
    }
  }

  private void fill(String before, String after, int length) {
    fill(before, after, length, 'p');
  }

  private void fill(String before, String after, int length, char with) {
    int missing = length - bytes(before).length - bytes(after).length;
    bodies.add(bytes(before + String.valueOf(with).repeat(Math.max(0, missing)) + after));
  }

  private static String pad(int length) {
    return "p".repeat(Math.max(0, length));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
