package dev.vllmnginx.catalog.read;

import dev.vllmnginx.catalog.ApiKey;
import dev.vllmnginx.catalog.ApiKeys;
import dev.vllmnginx.catalog.Expiry;
import dev.vllmnginx.catalog.KeyHash;
import dev.vllmnginx.catalog.KeyId;
import dev.vllmnginx.catalog.Limits;
import dev.vllmnginx.catalog.ModelName;
import dev.vllmnginx.catalog.Parsed;
import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.yaml.Node;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code api_keys}. */
final class KeyFields {
  private static final String EXAMPLE =
      "{id: team-a, sha256: \"…\"}, which \"vllm-nginx key create team-a\" does";
  private static final int LONGEST_COMMENT = 200;
  private static final ValueReader<KeyHash> HASH =
      Values.word("the SHA-256 of a key", KeyHash::parse);

  private static final ValueReader<Instant> EXPIRES = Values.word("a point in time", Expiry::parse);
  private static final ValueReader<ApiKey.Previous> PREVIOUS =
      Values.mapping(
          "previous: {sha256: \"…\"}, which \"vllm-nginx key rotate\" does", KeyFields::previous);

  /** Stands for all models: a list in the catalog has at least one name. */
  private static final List<ModelName> ALL_MODELS = List.of();

  static final ValueReader<ApiKeys> KEYS =
      Values.list(0, "- " + EXAMPLE, Values.mapping(EXAMPLE, KeyFields::key)).map(ApiKeys::new);

  private KeyFields() {}

  private static @Nullable ApiKey key(Fields fields) {
    KeyId id = fields.required("id", "id: team-a", Values.string(KeyId::parse));
    List<KeyHash> hashes =
        fields.required("sha256", "the SHA-256 of the key as sha256:", KeyFields::hashes);
    ApiKey.Previous previous = fields.optional("previous", PREVIOUS);
    List<ModelName> models = fields.or("models", KeyFields::models, ALL_MODELS);
    Instant expires = fields.optional("expires", EXPIRES);
    boolean disabled = fields.or("disabled", Values.bool(), false);
    Limits limits = fields.or("limits", LimitFields.LIMITS, Limits.NONE);
    String comment = fields.optional("comment", Values.string(KeyFields::comment));
    return id == null || hashes == null
        ? null
        : new ApiKey(
            id,
            hashes,
            previous,
            models.equals(ALL_MODELS) ? null : models,
            expires,
            disabled,
            comment,
            limits);
  }

  private static ApiKey.@Nullable Previous previous(Fields fields) {
    KeyHash hash = fields.required("sha256", "the SHA-256 of the key as sha256:", HASH);
    Instant expires = fields.optional("expires", EXPIRES);
    return hash == null ? null : new ApiKey.Previous(hash, expires);
  }

  /** One hash, or a list of two while a key is being replaced. */
  private static @Nullable List<KeyHash> hashes(Node node, CatalogPath path, Reading reading) {
    if (!(node instanceof Node.Sequence sequence)) {
      KeyHash hash = HASH.read(node, path, reading);
      return hash == null ? null : List.of(hash);
    }
    if (sequence.items().size() > 2) {
      reading.error(
          DiagnosticCode.OUT_OF_RANGE,
          path,
          node,
          "a key has two hashes at most: the old one and the new one",
          "remove the oldest");
      return null;
    }
    List<KeyHash> hashes = Values.list(1, "the SHA-256 of the key", HASH).read(node, path, reading);
    return hashes == null || hashes.isEmpty() ? null : hashes;
  }

  /** The word {@code all}, or names. */
  private static @Nullable List<ModelName> models(Node node, CatalogPath path, Reading reading) {
    if (node instanceof Node.Scalar word && word.text().equals("all")) {
      return ALL_MODELS;
    }
    List<ModelName> names =
        Values.list(1, "all, or [my-model]", Values.string(ModelName::parse))
            .read(node, path, reading);
    // A list without one right name must not become "all".
    return names == null || !names.isEmpty() ? names : null;
  }

  private static Parsed<String> comment(String text) {
    return text.length() <= LONGEST_COMMENT && text.chars().noneMatch(Character::isISOControl)
        ? Parsed.of(text)
        : Parsed.bad("a comment is one line of at most " + LONGEST_COMMENT + " characters", null);
  }
}
