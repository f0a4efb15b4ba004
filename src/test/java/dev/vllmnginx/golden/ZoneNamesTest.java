package dev.vllmnginx.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * nginx keeps a zone's key and type until it is restarted: a release that gives the same name
 * another key passes {@code nginx -t}, and its reload is ignored. So over all trees that this
 * program makes, a name must stand for one key and type.
 */
class ZoneNamesTest {
  private static final Pattern ZONE =
      Pattern.compile(
          "(?m)^\\s*(limit_req_zone|limit_conn_zone|js_shared_dict_zone) ([^;]*?)\\bzone=([^:\\s;]+)"
              + "(?::\\S+?)?(?=[ ;])([^;]*);");

  /** A rate may change: nginx takes it from the new configuration. */
  private static final Pattern CHANGEABLE = Pattern.compile("\\s*(rate|timeout)=\\S+|\\s+evict");

  private static String definition(Matcher zone) {
    return zone.group(1)
        + " "
        + zone.group(2).strip()
        + CHANGEABLE.matcher(zone.group(4)).replaceAll("");
  }

  static Map<String, Set<String>> zones(String text) {
    Map<String, Set<String>> zones = new TreeMap<>();
    Matcher zone = ZONE.matcher(text);
    while (zone.find()) {
      zones.computeIfAbsent(zone.group(3), name -> new TreeSet<>()).add(definition(zone));
    }
    return zones;
  }

  @Test
  void aNameStandsForOneKeyAndType() throws IOException {
    StringBuilder all = new StringBuilder();
    for (String root : List.of("examples", "src/test/resources/cases")) {
      try (Stream<Path> files = Files.walk(Path.of(root))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".conf")).toList()) {
          all.append(Files.readString(file)).append('\n');
        }
      }
    }

    assertThat(zones(all.toString())).isNotEmpty();
    assertThat(zones(all.toString()))
        .allSatisfy((name, definitions) -> assertThat(definitions).as(name).hasSize(1));
  }

  @Test
  void seesAnotherKeyAndAnotherType() {
    assertThat(
            zones(
                """
                limit_req_zone $a zone=one:1m rate=1r/s;
                    limit_req_zone $a zone=one:2m rate=2r/s;
                limit_req_zone $b zone=one:1m rate=1r/s;
                js_shared_dict_zone zone=two:1m type=number;
                js_shared_dict_zone zone=two:1m;
                """))
        .containsEntry("one", new TreeSet<>(List.of("limit_req_zone $a", "limit_req_zone $b")))
        .containsEntry(
            "two",
            new TreeSet<>(List.of("js_shared_dict_zone ", "js_shared_dict_zone  type=number")));
  }
}
