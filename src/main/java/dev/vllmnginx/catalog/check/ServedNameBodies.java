package dev.vllmnginx.catalog.check;

import dev.vllmnginx.catalog.ByteSize;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A body with another name in it goes through a variable ({@code proxy_set_body}), whose length
 * nginx keeps in 28 bits.
 */
final class ServedNameBodies implements Rule {
  private static final ByteSize MOST = ByteSize.ofMebibytes(255);

  @Override
  public List<Finding> check(Subject subject) {
    List<Finding> findings = new ArrayList<>();
    List<Model> models = subject.catalog().models();
    for (int i = 0; i < models.size(); i++) {
      Model model = models.get(i);
      if (model.servedName() != null && model.maxBodySize().compareTo(MOST) > 0) {
        findings.add(finding(Paths.model(i), model.maxBodySize(), subject));
      }
    }
    return findings;
  }

  private static Finding finding(CatalogPath model, ByteSize size, Subject subject) {
    CatalogPath place =
        Stream.of(
                model.key("max_body_size"),
                CatalogPath.ROOT.key("defaults").key("max_body_size"),
                Paths.GATEWAY.key("max_body_size"))
            .filter(subject.written())
            .findFirst()
            .orElse(model.key("served_name"));
    return Finding.error(
            DiagnosticCode.CONFLICTING_KEYS,
            place,
            "bodies of " + size.text() + " are too large to put \"served_name\" into",
            "allow at most 255m here, or let the servers serve the public name")
        .with(model.key("served_name"));
  }
}
