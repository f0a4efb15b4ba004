package dev.vllmnginx.testing;

import dev.vllmnginx.diagnostics.Visible;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/** Random values of a catalog's grammars, with a taste for their edges; none comes twice. */
final class RandomValues {
  private static final String NAME_START =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/";
  private static final String NAME_REST = NAME_START + ":@+-";

  /** Words that mean something to nginx's map, to JavaScript's objects or to other programs. */
  private static final List<String> SPECIAL_NAMES =
      List.of(
          "default",
          "hostnames",
          "volatile",
          "include",
          "constructor",
          "__proto__",
          "toString",
          "hasOwnProperty",
          "valueOf",
          "null",
          "true",
          "on",
          "0",
          "1.0",
          "010",
          "12:30",
          "2026-01-01",
          ".",
          "..",
          "/",
          "//",
          "_",
          "a.b",
          "a-b",
          "a_b",
          "A.B",
          "meta-llama/Llama-3.1-8B-Instruct",
          "org/name:tag@rev+v1",
          "server",
          "upstream",
          "models",
          "length");

  private static final List<String> SPECIAL_HOSTS =
      List.of(
          "localhost",
          "default",
          "backup",
          "server",
          "resolve",
          "LLM.Example",
          "a",
          "xn--bcher-kva.example");

  private final Set<String> keyIds = new HashSet<>();
  private final Random random;
  private final Set<String> used = new HashSet<>();

  RandomValues(Random random) {
    this.random = random;
  }

  int between(int least, int most) {
    return switch (random.nextInt(8)) {
      case 0 -> least;
      case 1 -> most;
      default -> least + random.nextInt(most - least + 1);
    };
  }

  /**
   * An id that no other key has, whatever the case, and that does not look like a known service's
   * key by chance.
   */
  String keyId() {
    String id = "";
    while (id.isEmpty() || Visible.holdsSecret(id) || !keyIds.add(id)) {
      String first = "abcdefghijklmnopqrstuvwxyz0123456789";
      id = word(first, first + "._@-", 60);
    }
    return id;
  }

  /** 64 hexadecimal digits. */
  String hash() {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < 64; i++) {
      out.append(Character.forDigit(random.nextInt(16), 16));
    }
    return out.toString();
  }

  /** A point in time that is not over. */
  String time() {
    return between(2090, 2099) + "-0" + between(1, 9) + "-" + between(10, 28) + "T00:00:00Z";
  }

  String modelName() {
    String name = "";
    do {
      name = random.nextInt(3) == 0 ? pick(SPECIAL_NAMES) : word(NAME_START, NAME_REST, 128);
    } while (name.equals("reject") || !used.add("name " + name));
    return name;
  }

  /**
   * An address that is no listen address of a generated catalog: those are below 1000, and 8088,
   * where every gateway says what it runs.
   */
  String serverAddress() {
    String address = "";
    do {
      address = host() + ":" + between(1000, 65535);
    } while (address.endsWith(":8088") || !used.add("server " + address.toLowerCase(Locale.ROOT)));
    return address;
  }

  private String host() {
    return switch (random.nextInt(4)) {
      case 0 -> "10." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256);
      case 1 -> "127.0.0." + between(1, 254);
      case 2 -> "[2001:db8::" + Integer.toHexString(between(1, 0xffff)) + "]";
      default -> random.nextBoolean() ? pick(SPECIAL_HOSTS) : hostName();
    };
  }

  String hostName() {
    String name = "";
    do {
      StringBuilder out = new StringBuilder();
      for (int i = random.nextInt(4); i >= 0; i--) {
        out.append(label()).append(i == 0 ? "" : ".");
      }
      name = out.toString();
    } while (!used.add("host " + name));
    return name;
  }

  private String label() {
    String letters = "abcdefghijklmnopqrstuvwxyz";
    String middle = word(letters, letters + "0123456789-", random.nextInt(10) == 0 ? 62 : 12);
    return middle + letters.charAt(random.nextInt(letters.length()));
  }

  /** {@code wildcard}: on every address of the machine, written as a bare port. */
  String listen(boolean wildcard) {
    String port = "";
    do {
      port = Integer.toString(between(1, 999));
    } while (!used.add("port " + port));
    if (wildcard) {
      return port;
    }
    String host = random.nextBoolean() ? "127.0.0." + between(1, 254) : "[::1]";
    return "\"" + host + ":" + port + "\"";
  }

  String seconds(int least, int most) {
    return between(least, most) + "s";
  }

  String timeSpan(int leastSeconds, int mostSeconds) {
    int seconds = between(leastSeconds, mostSeconds);
    if (seconds % 60 == 0 && random.nextBoolean()) {
      return seconds / 60 + "m";
    }
    return random.nextBoolean() ? seconds + "s" : seconds + "000ms";
  }

  /** At most the default, so that no warning comes of it. */
  String byteSize() {
    return random.nextBoolean() ? between(1, 32) + "m" : between(1, 32 * 1024) + "k";
  }

  String logPath() {
    String characters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@+-";
    return "/var/log/"
        + word(characters, characters + ".", 20)
        + "/"
        + word(characters, characters + ".", 20);
  }

  String pemPath(String ending) {
    String characters = "abcdefghijklmnopqrstuvwxyz0123456789_@+-";
    return "/etc/ssl/" + word(characters, characters + ".", 40) + ending;
  }

  String user() {
    String first = "abcdefghijklmnopqrstuvwxyz_";
    String name = word(first, first + "0123456789-", 32);
    return name.equals("root") ? "www-data" : name;
  }

  private String word(String first, String rest, int longest) {
    StringBuilder out = new StringBuilder();
    out.append(first.charAt(random.nextInt(first.length())));
    for (int i = between(1, longest); i > 1; i--) {
      out.append(rest.charAt(random.nextInt(rest.length())));
    }
    return out.toString();
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
