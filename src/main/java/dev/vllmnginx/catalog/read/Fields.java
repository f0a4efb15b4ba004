package dev.vllmnginx.catalog.read;

import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Suggestions;
import dev.vllmnginx.diagnostics.Visible;
import dev.vllmnginx.yaml.Node;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys of one mapping: whatever nobody asked for is unknown. */
final class Fields {
  private final Node.Mapping mapping;
  private final CatalogPath path;
  private final Reading reading;
  private final Set<String> known = new LinkedHashSet<>();

  Fields(Node.Mapping mapping, CatalogPath path, Reading reading) {
    this.mapping = mapping;
    this.path = path;
    this.reading = reading;
  }

  /** The value under {@code key}; null when the key is absent or its value wrong. */
  <T> @Nullable T optional(String key, ValueReader<T> reader) {
    known.add(key);
    Optional<Node.Entry> entry = mapping.find(key);
    return entry.isPresent() ? reader.read(entry.get().value(), path.key(key), reading) : null;
  }

  /** The same, with a default. */
  <T> T or(String key, ValueReader<T> reader, T fallback) {
    T value = optional(key, reader);
    return value == null ? fallback : value;
  }

  /** The value under {@code key}, which must be there; null when it is absent or wrong. */
  <T> @Nullable T required(String key, String example, ValueReader<T> reader) {
    if (!has(key)) {
      known.add(key);
      reading.error(
          DiagnosticCode.MISSING_KEY,
          path.key(key),
          head(),
          "the key " + Visible.quote(key) + " is missing",
          "add " + example);
      return null;
    }
    return optional(key, reader);
  }

  boolean has(String key) {
    return mapping.find(key).isPresent();
  }

  /** Reports every key that was not read. */
  void reportUnknown() {
    Set<String> unused = unused();
    for (Node.Entry entry : mapping.entries()) {
      String key = entry.key().text();
      if (!known.contains(key)) {
        reading.error(
            DiagnosticCode.UNKNOWN_KEY,
            path.key(Visible.escape(key)),
            entry.key(),
            "unknown key " + Visible.quote(key),
            suggestion(key, unused));
      }
    }
  }

  private Set<String> unused() {
    Set<String> unused = new LinkedHashSet<>(known);
    mapping.entries().forEach(entry -> unused.remove(entry.key().text()));
    return unused;
  }

  private String suggestion(String key, Set<String> unused) {
    return Suggestions.didYouMean(key, unused)
        .orElseGet(() -> "the keys here are " + String.join(", ", known));
  }

  /** The place that stands for the whole mapping: its first key. */
  private Node head() {
    return mapping.entries().isEmpty() ? mapping : mapping.entries().get(0).key();
  }
}
