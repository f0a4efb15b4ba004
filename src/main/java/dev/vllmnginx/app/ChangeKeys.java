package dev.vllmnginx.app;

import dev.vllmnginx.catalog.ApiKey;
import dev.vllmnginx.catalog.ApiKeys;
import dev.vllmnginx.catalog.Expiry;
import dev.vllmnginx.catalog.KeyHash;
import dev.vllmnginx.catalog.Parsed;
import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.catalog.read.CatalogReader;
import dev.vllmnginx.catalog.read.KeyDocument;
import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.Checked;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Severity;
import dev.vllmnginx.diagnostics.SourceLines;
import dev.vllmnginx.diagnostics.Suggestions;
import dev.vllmnginx.diagnostics.Visible;
import dev.vllmnginx.edit.CatalogEditor;
import dev.vllmnginx.edit.EditResult;
import dev.vllmnginx.edit.NewKey;
import dev.vllmnginx.yaml.SourceText;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Adds, rotates and revokes API keys in a catalog's file, or in the file of keys that it names. */
public final class ChangeKeys {
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int BITS = 256;

  /** 62 to this power is more than 2 to the 256. */
  private static final int LENGTH = 43;

  private final Path catalog;
  private final boolean dryRun;
  private final boolean strict;

  /**
   * @param dryRun write nothing
   * @param strict a warning that was not there before is a no
   */
  public ChangeKeys(Path catalog, boolean dryRun, boolean strict) {
    this.catalog = catalog;
    this.dryRun = dryRun;
    this.strict = strict;
  }

  /** A new key: 256 random bits. */
  public static String random() {
    BigInteger rest = new BigInteger(BITS, new SecureRandom());
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      BigInteger[] parts = rest.divideAndRemainder(BigInteger.valueOf(DIGITS.length()));
      text.append(DIGITS.charAt(parts[1].intValue()));
      rest = parts[0];
    }
    return "sk-vllm-" + text;
  }

  /**
   * Stores the hash of a key.
   *
   * @param models what it may use; empty: all
   * @param expires RFC 3339; null: never
   * @param handOver gives the key to the user once its hash is stored; where it throws, the file
   *     becomes what it was
   */
  public EditOutcome create(
      String id,
      String key,
      List<String> models,
      @Nullable String expires,
      Consumer<EditOutcome.Changed> handOver) {
    if (expires != null
        && Expiry.parse(expires) instanceof Parsed.Accepted<Instant> end
        && !end.value().isAfter(Instant.now())) {
      return new EditOutcome.Refused(List.of(past(expires)), SourceLines.NONE);
    }
    NewKey added = new NewKey(id, KeyHash.of(key).hex(), models, expires);
    return run(edited -> judge(edited, edited.editor().addKey(added)), handOver);
  }

  /**
   * Stores the hash of a new key for an id; the key that it had is valid for a while.
   *
   * @param grace how long
   * @param handOver as for {@link #create}
   */
  public EditOutcome rotate(
      String id, String key, Duration grace, Consumer<EditOutcome.Changed> handOver) {
    Instant now = Instant.now();
    String expires = now.plus(grace).truncatedTo(ChronoUnit.SECONDS).toString();
    return edit(
        id,
        (edited, index) -> {
          ApiKey.Previous previous = edited.keys().get(index).previous();
          Instant end = previous == null ? null : previous.expires();
          if (previous != null && (end == null || end.isAfter(now))) {
            return new EditOutcome.Refused(List.of(twice(id, end)), edited.source().shown());
          }
          return judge(edited, edited.editor().rotateKey(index, KeyHash.of(key).hex(), expires));
        },
        handOver);
  }

  /** Ends the time in which the key before the last rotation is valid, too. */
  public EditOutcome revokePrevious(String id) {
    return edit(
        id,
        (edited, index) ->
            edited.keys().get(index).previous() == null
                ? new EditOutcome.Refused(List.of(none(id)), edited.source().shown())
                : judge(edited, edited.editor().removePrevious(index)));
  }

  /** Disables a key: with the next configuration it is like one that never was. */
  public EditOutcome revoke(String id) {
    return edit(id, (edited, index) -> judge(edited, edited.editor().disableKey(index)));
  }

  private EditOutcome edit(String id, BiFunction<Edited, Integer, EditOutcome> step) {
    return edit(id, step, changed -> {});
  }

  private EditOutcome edit(
      String id,
      BiFunction<Edited, Integer, EditOutcome> step,
      Consumer<EditOutcome.Changed> handOver) {
    return run(
        edited -> {
          List<String> ids = edited.keys().stream().map(key -> key.id().value()).toList();
          return ids.contains(id)
              ? step.apply(edited, ids.indexOf(id))
              : new EditOutcome.Refused(List.of(unknown(id, ids)), edited.source().shown());
        },
        handOver);
  }

  /**
   * The text that is edited: the catalog, or its file of keys.
   *
   * @param read the whole as it is
   * @param reader reads the whole with another text in the place of this one
   */
  private record Edited(
      SourceText source,
      Checked<CatalogDocument> read,
      Function<SourceText, Checked<CatalogDocument>> reader) {
    List<ApiKey> keys() {
      ApiKeys keys = read.orThrow().catalog().apiKeys();
      return keys == null ? List.of() : keys.keys();
    }

    CatalogEditor editor() {
      CatalogDocument document = read.orThrow();
      KeyDocument keys = document.keys();
      return new CatalogEditor(source, keys == null ? document.root() : keys.root());
    }
  }

  private EditOutcome judge(Edited edited, EditResult edit) {
    return CatalogChange.judge(
        edited.source(),
        edit,
        edited.reader(),
        edited.read().diagnostics(),
        UnaryOperator.identity(),
        strict);
  }

  private EditOutcome run(
      Function<Edited, EditOutcome> step, Consumer<EditOutcome.Changed> handOver) {
    CatalogFile file = CatalogFile.read(catalog);
    CatalogDocument document = file.document();
    if (document == null) {
      return new EditOutcome.Refused(file.diagnostics(), file.lines());
    }
    KeyDocument keys = document.keys();
    CompanionFiles companions = CompanionFiles.of(catalog);
    CatalogChange change =
        keys == null
            ? change(catalog, step, text -> CatalogReader.read(text, companions))
            : change(
                companions.path(keys.file()),
                step,
                text ->
                    CatalogReader.read(
                        document.source(), name -> Optional.of(new Checked<>(text, List.of()))));
    EditOutcome plan = change.plan();
    return dryRun || !(plan instanceof EditOutcome.Changed) ? plan : change.make(handOver);
  }

  private static CatalogChange change(
      Path target,
      Function<Edited, EditOutcome> step,
      Function<SourceText, Checked<CatalogDocument>> reader) {
    return new CatalogChange(
        target,
        source -> {
          Checked<CatalogDocument> read = reader.apply(source);
          return read.isValid()
              ? step.apply(new Edited(source, read, reader))
              : new EditOutcome.Refused(read.diagnostics(), source.shown());
        });
  }

  private static Diagnostic twice(String id, @Nullable Instant end) {
    return refusal(
        "the key that "
            + Visible.quote(id)
            + " had before is still valid"
            + (end == null ? "" : " until " + end),
        "end that first: vllm-nginx key revoke " + id + " --previous");
  }

  private static Diagnostic past(String expires) {
    return refusal(
        "a key that expires at " + expires + " would never be valid: that is in the past",
        "give a later time, or none");
  }

  private static Diagnostic none(String id) {
    return refusal(
        Visible.quote(id) + " has no previous key", "vllm-nginx key list shows the keys");
  }

  private static Diagnostic refusal(String message, String hint) {
    return new Diagnostic(
        DiagnosticCode.BAD_VALUE, Severity.ERROR, CatalogPath.ROOT, null, message, hint);
  }

  private static Diagnostic unknown(String id, List<String> ids) {
    return refusal(
        "no key is called " + Visible.quote(id),
        Suggestions.didYouMean(id, ids).orElse("vllm-nginx key list shows the keys"));
  }
}
