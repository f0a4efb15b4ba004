package dev.vllmnginx.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The grammars of single values: every character, every edge. */
class ValuesTest {
  /**
   * @param word one that the grammar takes
   */
  private record Grammar(String name, Function<String, Parsed<?>> parse, String word) {}

  private static final List<Grammar> GRAMMARS =
      List.of(
          new Grammar("model name", ModelName::parse, "ab"),
          new Grammar("server", ServerAddress::parse, "ab:80"),
          new Grammar("network", IpNetwork::parse, "10.0.0.0/24"),
          new Grammar("server name", HostName::parseServerName, "ab"),
          new Grammar("certificate", FilePath::parseCertificate, "/ab.pem"),
          new Grammar("key", FilePath::parseCertificateKey, "/ab.key"),
          new Grammar("log", FilePath::parseLog, "/var/log/ab"),
          new Grammar("user", UserName::parse, "ab"),
          new Grammar("listen", ListenAddress::parse, "127.0.0.1:80"),
          new Grammar("version", text -> Version.parse(text, Version.of(0, 0, 0)), "22.33"),
          new Grammar(
              "time",
              text -> TimeSpan.parse(text, new TimeSpan(1), TimeSpan.ofSeconds(1L << 40)),
              "11ms"),
          new Grammar(
              "size",
              text -> ByteSize.parse(text, new ByteSize(1), new ByteSize(Long.MAX_VALUE)),
              "11m"));

  private static boolean isGood(Parsed<?> parsed) {
    return parsed instanceof Parsed.Accepted<?>;
  }

  /** The class behind every injection. */
  @Test
  void noRiskyCharacterPassesAnyGrammarAtAnyPlace() {
    for (Grammar grammar : GRAMMARS) {
      assertThat(isGood(grammar.parse().apply(grammar.word()))).as(grammar.name()).isTrue();
      for (int c = 0; c <= 0xffff; c += c < 0x2100 ? 1 : 61) {
        for (int at = 0; isRisky(c) && at <= grammar.word().length(); at++) {
          String text = grammar.word().substring(0, at) + (char) c + grammar.word().substring(at);
          if (isGood(grammar.parse().apply(text))) {
            throw new AssertionError(
                grammar.name() + " takes U+" + Integer.toHexString(c) + " at " + at);
          }
        }
      }
    }
  }

  /** Means something to nginx, a shell, YAML or a terminal, or is not ASCII. */
  private static boolean isRisky(int c) {
    return c <= 0x20 || c >= 0x7f || "\"'\\$`;{}#~|&<>()*?!%^,=".indexOf(c) >= 0;
  }

  @Test
  void modelNamesHaveASafeFirstCharacterAndALimit() {
    for (String good : List.of("a", "_a", ".", "/", "..", "0", "default", "a".repeat(128))) {
      assertThat(isGood(ModelName.parse(good))).as(good).isTrue();
    }
    for (String bad : List.of("", "-a", "+a", ":a", "@a", "a".repeat(129), "a\n", "\na", "a\r\n")) {
      assertThat(isGood(ModelName.parse(bad))).as(bad).isFalse();
    }
  }

  @Test
  void addressesHaveOneSpelling() {
    assertThat(ServerAddress.parse("LLM.Example:80"))
        .isEqualTo(Parsed.of(new ServerAddress("llm.example", 80)));
    assertThat(ServerAddress.parse("[2001:DB8:0:0:1:0:0:1]:80"))
        .isEqualTo(Parsed.of(new ServerAddress("2001:db8::1:0:0:1", 80)));
    assertThat(ListenAddress.parse("0.0.0.0:80")).isEqualTo(ListenAddress.parse("80"));
    assertThat(IpAddress.parseIpv6("::").orElseThrow().text()).isEqualTo("::");
    assertThat(IpAddress.parseIpv6("1:0:0:2::").orElseThrow().text()).isEqualTo("1:0:0:2::");
    assertThat(IpAddress.parseIpv6("1:0:2:3:4:5:6:7").orElseThrow().text())
        .isEqualTo("1:0:2:3:4:5:6:7");
    for (String bad :
        List.of(
            "",
            ":",
            ":::",
            "1:2",
            "::g",
            "1::2::3",
            "1:2:3:4:5:6:7:8:9",
            "::%1",
            "1:2:3:4:5:6:7::8",
            "00001::",
            "::1.2.3",
            "::1.2.3.4.5",
            ":1::",
            "1.2.3.4::")) {
      assertThat(IpAddress.parseIpv6(bad)).as(bad).isEmpty();
    }
    for (String bad :
        List.of(
            "",
            "1.2.3",
            "1.2.3.4.",
            "01.2.3.4",
            "256.1.1.1",
            "1.2.3.4\n",
            "1..2.3",
            "0x1.2.3.4",
            "1.2.3.4.5",
            " 1.2.3.4",
            "١.2.3.4")) {
      assertThat(IpAddress.parseIpv4(bad)).as(bad).isEmpty();
    }
  }

  @Test
  void hostNamesHaveTheLimitsOfDns() {
    String label = "a".repeat(63);
    String longest = label + "." + label + "." + label + "." + "a".repeat(61);
    assertThat(isGood(HostName.parse(longest))).isTrue();
    assertThat(isGood(HostName.parse(longest + "a"))).isFalse();
    assertThat(isGood(HostName.parse("a" + label))).isFalse();
    for (String bad : List.of("1", "a.1", "0x1", "a.0xff", "a.0x", "127.1", "1.2.3.4")) {
      assertThat(isGood(HostName.parse(bad))).as(bad).isFalse();
    }
    for (String good : List.of("1a", "a.b1", "3com.com", "1.a", "xn--bcher-kva.example")) {
      assertThat(isGood(HostName.parse(good))).as(good).isTrue();
    }
  }

  @Test
  void pathsStayWhereTheyAre() {
    for (String bad :
        List.of(
            "/",
            "",
            "a.pem",
            "/a/../b.pem",
            "/../a.pem",
            "//a.pem",
            "/a//b.pem",
            "/a.pem/",
            "/./a.pem",
            "/dev/stdin",
            "/proc/self/a.pem",
            "/sys/a.pem",
            "data:a.pem",
            "engine:foo:a.pem",
            "/a b.pem",
            "/a;b.pem",
            "/$x.pem",
            "/a.pem\n",
            "/..",
            "/etc/passwd")) {
      assertThat(isGood(FilePath.parseCertificate(bad))).as(bad).isFalse();
    }
    assertThat(isGood(FilePath.parseCertificate("/a/..b/c..pem"))).isTrue();
    for (String bad :
        List.of(
            "/var/log/",
            "/var/log",
            "/var/logs/a",
            "/var/log/../x",
            "/etc/cron.d/x",
            "off",
            "syslog:server=evil",
            "|cmd",
            "memory:1g",
            "/var/log/x;",
            "/var/log//x",
            "stderr")) {
      assertThat(isGood(FilePath.parseLog(bad))).as(bad).isFalse();
    }
  }

  @Test
  void spansAndSizesKeepTheirMeaning() {
    TimeSpan least = new TimeSpan(10);
    TimeSpan most = TimeSpan.ofSeconds(86_400);
    assertThat(TimeSpan.parse("1d", least, most)).isEqualTo(Parsed.of(most));
    assertThat(TimeSpan.parse("10ms", least, most)).isEqualTo(Parsed.of(least));
    assertThat(TimeSpan.parse("90s", least, most)).isEqualTo(Parsed.of(new TimeSpan(90_000)));
    for (String bad :
        List.of(
            "9ms",
            "25h",
            "2d",
            "999999999d",
            "9999999999d",
            "1",
            "s",
            "1S",
            "1 s",
            "1e3s",
            "+1s",
            "-1s",
            "01s",
            "1m1s",
            "0s",
            "1y",
            "")) {
      assertThat(isGood(TimeSpan.parse(bad, least, most))).as(bad).isFalse();
    }
    ByteSize kibi = new ByteSize(1024);
    ByteSize gibi = ByteSize.ofMebibytes(1024);
    assertThat(ByteSize.parse("1g", kibi, gibi)).isEqualTo(Parsed.of(gibi));
    assertThat(ByteSize.parse("32M", kibi, gibi)).isEqualTo(Parsed.of(ByteSize.ofMebibytes(32)));
    for (String bad :
        List.of("0k", "2g", "999999999g", "1", "1kb", "1.5m", "-1m", "01m", "1 m", "")) {
      assertThat(isGood(ByteSize.parse(bad, kibi, gibi))).as(bad).isFalse();
    }
  }
}
