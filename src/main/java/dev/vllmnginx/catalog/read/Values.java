package dev.vllmnginx.catalog.read;

import dev.vllmnginx.catalog.Parsed;
import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Suggestions;
import dev.vllmnginx.diagnostics.Visible;
import dev.vllmnginx.yaml.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Readers for the kinds of values that a catalog has. */
final class Values {
  private static final Pattern WHOLE_NUMBER = Pattern.compile("0|-?[1-9][0-9]*");

  private static final Pattern TRUE = Pattern.compile("(?i:true|yes|on|y|1)");
  private static final Pattern FALSE = Pattern.compile("(?i:false|no|off|n|0)");

  private Values() {}

  /** A string: quoted, or a word that no YAML takes for something else. */
  static <T> ValueReader<T> string(Function<String, Parsed<T>> grammar) {
    return (node, path, reading) -> {
      Node.Scalar scalar = scalar(node, path, reading, "a string");
      if (scalar == null) {
        return null;
      }
      Optional<String> other =
          scalar.plain() ? PlainScalars.otherMeaning(scalar.text()) : Optional.empty();
      if (other.isPresent()) {
        reading.error(
            DiagnosticCode.UNQUOTED_STRING,
            path,
            scalar,
            "this must be a string, but YAML may read "
                + Visible.quote(scalar.text())
                + " as "
                + other.get(),
            "quote it: \"" + Visible.escape(scalar.text()) + "\"");
        return null;
      }
      return parse(scalar, path, reading, grammar);
    };
  }

  /** A word with its own notation, such as {@code 10s}; quotes make no difference. */
  static <T> ValueReader<T> word(String what, Function<String, Parsed<T>> grammar) {
    return (node, path, reading) -> {
      Node.Scalar scalar = scalar(node, path, reading, what);
      return scalar == null ? null : parse(scalar, path, reading, grammar);
    };
  }

  private static <T> @Nullable T parse(
      Node.Scalar scalar, CatalogPath path, Reading reading, Function<String, Parsed<T>> grammar) {
    Parsed<T> parsed = grammar.apply(scalar.text());
    if (parsed instanceof Parsed.Refused<T> refused) {
      reading.error(refused.code(), path, scalar, refused.reason(), refused.hint());
      return null;
    }
    return ((Parsed.Accepted<T>) parsed).value();
  }

  /** A decimal whole number, unquoted. */
  static ValueReader<Integer> integer(int least, int most) {
    return integer(least, most, DiagnosticCode.OUT_OF_RANGE, "is out of range");
  }

  /** The same, with other words for a number outside of the range. */
  static ValueReader<Integer> integer(int least, int most, DiagnosticCode code, String outside) {
    return (node, path, reading) -> {
      Node.Scalar scalar = scalar(node, path, reading, "a whole number");
      if (scalar == null) {
        return null;
      }
      String text = scalar.text();
      if (!scalar.plain() || !WHOLE_NUMBER.matcher(text).matches()) {
        reading.error(
            DiagnosticCode.WRONG_TYPE,
            path,
            scalar,
            "this must be a whole number, not " + Visible.quote(text),
            scalar.plain() ? "write decimal digits only" : "remove the quotes");
        return null;
      }
      if (text.length() > 10 || Long.parseLong(text) < least || Long.parseLong(text) > most) {
        reading.error(
            code,
            path,
            scalar,
            Visible.quote(text) + " " + outside,
            least == most ? "write " + least : "from " + least + " to " + most);
        return null;
      }
      return Integer.valueOf(text);
    };
  }

  /** {@code true} or {@code false}. */
  static ValueReader<Boolean> bool() {
    return (node, path, reading) -> {
      Node.Scalar scalar = scalar(node, path, reading, "true or false");
      if (scalar == null) {
        return null;
      }
      if (scalar.plain() && (scalar.text().equals("true") || scalar.text().equals("false"))) {
        return Boolean.valueOf(scalar.text());
      }
      reading.error(
          DiagnosticCode.WRONG_TYPE,
          path,
          scalar,
          "this must be true or false, not " + Visible.quote(scalar.text()),
          truth(scalar.text()));
      return null;
    };
  }

  private static @Nullable String truth(String text) {
    if (TRUE.matcher(text).matches()) {
      return "write true, without quotes";
    }
    return FALSE.matcher(text).matches() ? "write false, without quotes" : null;
  }

  /** One of a few words. */
  static <E extends Enum<E>> ValueReader<E> keyword(E[] values, Function<E, String> keyword) {
    return (node, path, reading) -> {
      List<String> words = Arrays.stream(values).map(keyword).toList();
      Node.Scalar scalar = scalar(node, path, reading, "one of " + String.join(", ", words));
      if (scalar == null) {
        return null;
      }
      int index = words.indexOf(scalar.text());
      if (index >= 0) {
        return values[index];
      }
      String list = words.stream().map(Visible::quote).collect(Collectors.joining(", "));
      reading.error(
          DiagnosticCode.BAD_VALUE,
          path,
          scalar,
          Visible.quote(scalar.text()) + " is not one of " + list,
          Suggestions.didYouMean(scalar.text(), words).orElse(null));
      return null;
    };
  }

  /** A list of at least {@code least} items; what cannot be read is left out of it. */
  static <T> ValueReader<List<T>> list(int least, String example, ValueReader<T> item) {
    return (node, path, reading) -> {
      if (!(node instanceof Node.Sequence sequence)) {
        reading.error(
            DiagnosticCode.WRONG_TYPE, path, node, "this must be a list", "write " + example);
        return null;
      }
      if (sequence.items().size() < least) {
        reading.error(
            DiagnosticCode.EMPTY_LIST,
            path,
            node,
            "this list needs at least one item",
            "write " + example);
        return null;
      }
      List<T> items = new ArrayList<>();
      for (int i = 0; i < sequence.items().size(); i++) {
        T value = item.read(sequence.items().get(i), path.index(i), reading);
        if (value == null) {
          reading.dropped(path, i);
        } else {
          items.add(value);
        }
      }
      return items;
    };
  }

  /** A mapping, read by its keys. */
  static <T> ValueReader<T> mapping(String example, Function<Fields, @Nullable T> body) {
    return (node, path, reading) -> {
      if (!(node instanceof Node.Mapping mapping)) {
        reading.error(
            DiagnosticCode.WRONG_TYPE,
            path,
            node,
            "this must be a mapping of keys to values",
            "write " + example);
        return null;
      }
      Fields fields = new Fields(mapping, path, reading);
      T value = body.apply(fields);
      fields.reportUnknown();
      return value;
    };
  }

  private static Node.@Nullable Scalar scalar(
      Node node, CatalogPath path, Reading reading, String what) {
    if (!(node instanceof Node.Scalar scalar)) {
      reading.error(
          DiagnosticCode.WRONG_TYPE,
          path,
          node,
          "this must be "
              + what
              + ", not a "
              + (node instanceof Node.Sequence ? "list" : "mapping"),
          null);
      return null;
    }
    if (scalar.plain() && scalar.text().isEmpty()) {
      reading.error(
          DiagnosticCode.WRONG_TYPE,
          path,
          node,
          "the value is missing: " + what,
          "write a value, or remove the key");
      return null;
    }
    return scalar;
  }
}
