package dev.vllmnginx.app;

import dev.vllmnginx.catalog.ApiKey;
import dev.vllmnginx.catalog.ApiKeys;
import dev.vllmnginx.catalog.KeyHash;
import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.catalog.read.CatalogReader;
import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.Checked;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Severity;
import dev.vllmnginx.diagnostics.Suggestions;
import dev.vllmnginx.diagnostics.Visible;
import dev.vllmnginx.edit.CatalogEditor;
import dev.vllmnginx.edit.EditResult;
import dev.vllmnginx.edit.NewKey;
import dev.vllmnginx.yaml.SourceText;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Adds and revokes API keys in a catalog's file. */
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
   */
  public EditOutcome create(String id, String key, List<String> models, @Nullable String expires) {
    NewKey added = new NewKey(id, KeyHash.of(key).hex(), models, expires);
    return change((source, document) -> new CatalogEditor(source, document.root()).addKey(added));
  }

  /** Disables a key: with the next configuration it is like one that never was. */
  public EditOutcome revoke(String id) {
    return run(
        (source, read) -> {
          CatalogDocument document = read.orThrow();
          ApiKeys keys = document.catalog().apiKeys();
          List<String> ids =
              keys == null
                  ? List.of()
                  : keys.keys().stream().map(ApiKey::id).map(Object::toString).toList();
          if (!ids.contains(id)) {
            return new EditOutcome.Refused(List.of(unknown(id, ids)), source.lines());
          }
          EditResult edit = new CatalogEditor(source, document.root()).disableKey(ids.indexOf(id));
          return judge(source, edit, read);
        });
  }

  private EditOutcome change(BiFunction<SourceText, CatalogDocument, EditResult> edit) {
    return run((source, read) -> judge(source, edit.apply(source, read.orThrow()), read));
  }

  private EditOutcome judge(SourceText source, EditResult edit, Checked<CatalogDocument> read) {
    return CatalogChange.judge(source, edit, read.diagnostics(), UnaryOperator.identity(), strict);
  }

  private EditOutcome run(BiFunction<SourceText, Checked<CatalogDocument>, EditOutcome> step) {
    CatalogChange change =
        new CatalogChange(
            catalog,
            source -> {
              Checked<CatalogDocument> read = CatalogReader.read(source);
              return read.isValid()
                  ? step.apply(source, read)
                  : new EditOutcome.Refused(read.diagnostics(), source.lines());
            });
    EditOutcome plan = change.plan();
    return dryRun || !(plan instanceof EditOutcome.Changed) ? plan : change.make();
  }

  private static Diagnostic unknown(String id, List<String> ids) {
    return new Diagnostic(
        DiagnosticCode.BAD_VALUE,
        Severity.ERROR,
        CatalogPath.ROOT,
        null,
        "no key is called " + Visible.quote(id),
        Suggestions.didYouMean(id, ids).orElse("vllm-nginx key list shows the keys"));
  }
}
