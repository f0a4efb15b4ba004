package dev.vllmnginx.render;

import dev.vllmnginx.diagnostics.CatalogPath;
import freemarker.core.TemplateMarkupOutputModel;
import org.jspecify.annotations.Nullable;

/**
 * Text that is nginx syntax already, on its way through a template.
 *
 * @param text what is printed
 * @param origin the place in the catalog that it comes from; null when it does not come from one
 */
record NginxMarkup(String text, @Nullable CatalogPath origin)
    implements TemplateMarkupOutputModel<NginxMarkup> {
  @Override
  public NginxOutputFormat getOutputFormat() {
    return NginxOutputFormat.INSTANCE;
  }
}
