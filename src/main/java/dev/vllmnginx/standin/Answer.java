package dev.vllmnginx.standin;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** What goes back to the client. */
sealed interface Answer {
  /** The header that names the stand-in, on every answer. */
  String MARK = "x-stand-in";

  /**
   * A whole answer.
   *
   * @param contentType empty: the answer has none
   * @param extra further header lines, without line ends
   * @param units of work to wait for before it is sent
   */
  record Whole(int status, String contentType, String body, List<String> extra, int units)
      implements Answer {
    public Whole {
      extra = List.copyOf(extra);
    }

    /** The same answer, after the time that a server needs for so many tokens. */
    Whole after(int tokens) {
      return new Whole(status, contentType, body, extra, tokens);
    }

    Whole with(String header) {
      return new Whole(status, contentType, body, List.of(header), units);
    }
  }

  /**
   * Server-sent events, with a pause before each token.
   *
   * @param data the texts behind {@code data:}, or whole events that begin with {@code event:}
   */
  record Events(List<String> data) implements Answer {
    public Events {
      data = List.copyOf(data);
    }
  }

  /** Events that have their type as their name, too. */
  static Events named(List<? extends JsonNode> events) {
    return new Events(
        events.stream()
            .map(
                event ->
                    "event: " + event.path("type").asString("") + "\ndata: " + Json.text(event))
            .toList());
  }

  static Whole json(int status, JsonNode value) {
    return new Whole(status, "application/json", Json.text(value), List.of(), 0);
  }

  static Whole text(int status, String contentType, String text) {
    return new Whole(status, contentType, text, List.of(), 0);
  }

  static Whole empty(int status) {
    return text(status, "", "");
  }
}
