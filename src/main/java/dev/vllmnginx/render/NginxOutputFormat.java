package dev.vllmnginx.render;

import freemarker.core.MarkupOutputFormat;
import java.io.IOException;
import java.io.Writer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * nginx's configuration as an output format: what is nginx syntax is printed as it is, any other
 * text becomes a quoted string. With automatic escaping forced on, no interpolation of a template
 * can end the token that it stands in.
 */
final class NginxOutputFormat extends MarkupOutputFormat<NginxMarkup> {
  static final NginxOutputFormat INSTANCE = new NginxOutputFormat();

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_]+");

  private NginxOutputFormat() {}

  @Override
  public String getName() {
    return "nginx";
  }

  @Override
  public @Nullable String getMimeType() {
    return null;
  }

  @Override
  public NginxMarkup fromPlainTextByEscaping(String text) {
    return new NginxMarkup(escapePlainText(text), null);
  }

  @Override
  public NginxMarkup fromMarkup(String text) {
    return new NginxMarkup(text, null);
  }

  @Override
  public void output(NginxMarkup markup, Writer out) throws IOException {
    if (out instanceof OriginWriter origins && markup.origin() != null) {
      origins.mark(markup.origin());
    }
    out.write(markup.text());
  }

  @Override
  public void output(String text, Writer out) throws IOException {
    out.write(escapePlainText(text));
  }

  @Override
  public @Nullable String getSourcePlainText(NginxMarkup markup) {
    return null;
  }

  @Override
  public String getMarkupString(NginxMarkup markup) {
    return markup.text();
  }

  @Override
  public NginxMarkup concat(NginxMarkup first, NginxMarkup second) {
    return new NginxMarkup(first.text() + second.text(), null);
  }

  /**
   * A quoted string. nginx can neither hold a {@code $} in one without meaning a variable, nor a
   * control character.
   */
  @Override
  public String escapePlainText(String text) {
    if (WORD.matcher(text).matches()) {
      return text;
    }
    if (text.chars().anyMatch(c -> c == '$' || c < ' ' || c == 0x7f)) {
      throw new IllegalArgumentException("nginx cannot express this text: " + text);
    }
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  @Override
  public boolean isEmpty(NginxMarkup markup) {
    return markup.text().isEmpty();
  }

  @Override
  public boolean isLegacyBuiltInBypassed(String builtInName) {
    return false;
  }

  @Override
  public boolean isOutputFormatMixingAllowed() {
    return false;
  }

  @Override
  public boolean isAutoEscapedByDefault() {
    return true;
  }
}
