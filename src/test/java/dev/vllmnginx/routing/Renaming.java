package dev.vllmnginx.routing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.vllmnginx.testing.RawResponse;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** Whether a body got the name that the servers know, and nothing else changed. */
final class Renaming {
  static final String SERVED = "org/served-name";

  private static final byte[] VALUE = ('"' + SERVED + '"').getBytes(US_ASCII);

  private Renaming() {}

  /**
   * What is wrong, if anything is.
   *
   * @param answer of a gateway that sends every model to one server, which answers with the body
   *     that it got
   */
  static Optional<String> fault(byte[] body, RawResponse answer, Oracle oracle) {
    Judgement before = oracle.judge(body);
    if (answer.status() != 200) {
      return refusal(before, answer);
    }
    byte[] got = answer.body();
    if (!isReplacement(body, got)) {
      return Optional.of("other bytes changed");
    }
    if (!before.sound()) {
      return oracle.judge(got).sound() ? Optional.of("became sound") : Optional.empty();
    }
    Judgement after = oracle.judge(got);
    return after.sound() && SERVED.equals(after.model()) && after.keys() == before.keys()
        ? Optional.empty()
        : Optional.of("the server reads " + after);
  }

  private static Optional<String> refusal(Judgement before, RawResponse answer) {
    String code =
        JsonMapper.shared().readTree(answer.body()).path("error").path("code").asString("");
    boolean justified =
        !before.sound()
            || !before.object()
            || before.constants()
            || before.depth() > 970
            || !before.utf8()
            || before.kind() != Judgement.Kind.STRING
            || before.model() == null
            || before.model().codePoints().anyMatch(c -> c == 0xfffd || c >> 11 == 0x1b)
            || (before.keys() > 1 && code.equals("duplicate_model"))
            || before.model().length() > 128;
    return answer.status() == 400 && justified
        ? Optional.empty()
        : Optional.of("refused as " + answer.status() + " " + code);
  }

  /** One string, wherever it stands, has become the name; the bytes before and behind are kept. */
  private static boolean isReplacement(byte[] body, byte[] got) {
    for (int at = 0; at + VALUE.length <= got.length; at++) {
      if (Arrays.equals(got, at, at + VALUE.length, VALUE, 0, VALUE.length)) {
        int behind = got.length - at - VALUE.length;
        int end = body.length - behind;
        if (end >= at + 2
            && body[at] == '"'
            && body[end - 1] == '"'
            && Arrays.equals(body, 0, at, got, 0, at)
            && Arrays.equals(body, end, body.length, got, got.length - behind, got.length)) {
          return true;
        }
      }
    }
    return false;
  }
}
