package dev.vllmnginx.catalog;

import dev.vllmnginx.diagnostics.DiagnosticCode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The key that a model's servers want, vLLM's {@code --api-key}.
 *
 * @param file where it stands, relative to the catalog or absolute
 * @param secret the key; null as long as the file has not been read
 */
public record UpstreamKey(String file, @Nullable Secret secret) {
  private static final int LONGEST = 512;

  /** What neither HTTP nor nginx's quotes take for something else. */
  private static final Pattern GRAMMAR = Pattern.compile("[!-~&&[^\"$\\\\]]+");

  /** Not read yet. */
  public UpstreamKey(String file) {
    this(file, null);
  }

  public UpstreamKey withSecret(Secret read) {
    return new UpstreamKey(file, read);
  }

  /** Reads what such a file holds: the key, and after it one line end or none. */
  public static Parsed<Secret> parse(String content) {
    String key = content.replaceFirst("\r?\n\\z", "");
    if (key.isEmpty()) {
      return refused("the file of the key is empty", "write the key into it");
    }
    if (key.indexOf('\n') >= 0) {
      return refused("the file of the key has more than one line", "it holds one key");
    }
    if (key.length() > LONGEST) {
      return refused("the key is longer than " + LONGEST + " characters", null);
    }
    return GRAMMAR.matcher(key).matches()
        ? Parsed.of(new Secret(key))
        : refused(
            "the key has a character that a header or nginx cannot carry",
            "use letters, digits and signs, but no space and none of \" $ \\");
  }

  private static Parsed<Secret> refused(String reason, @Nullable String hint) {
    return Parsed.refused(DiagnosticCode.BAD_SECRET, reason, hint);
  }
}
