package dev.vllmnginx.render;

import dev.vllmnginx.config.syntax.NginxSyntax;
import freemarker.template.Configuration;
import freemarker.template.DefaultObjectWrapper;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import org.jspecify.annotations.Nullable;

/** Shows the render model to templates: records by their components, nginx syntax as markup. */
final class NginxObjectWrapper extends DefaultObjectWrapper {
  NginxObjectWrapper() {
    super(Configuration.VERSION_2_3_34);
  }

  @Override
  public @Nullable TemplateModel wrap(@Nullable Object value) throws TemplateModelException {
    if (value instanceof NginxSyntax syntax) {
      return new NginxMarkup(syntax.text(), syntax.origin());
    }
    return super.wrap(value);
  }
}
