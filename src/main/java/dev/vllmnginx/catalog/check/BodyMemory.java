package dev.vllmnginx.catalog.check;

import dev.vllmnginx.catalog.ByteSize;
import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import java.util.List;

/**
 * nginx holds a request's body in memory until the model is known. A worker has two connections per
 * request, one to the client and one to vLLM.
 */
final class BodyMemory implements Rule {
  /** What the defaults can need at worst: 32 MiB for each half of 4096 connections. */
  private static final long MOST = 32L * 4096 / 2;

  @Override
  public List<Finding> check(Subject subject) {
    Catalog catalog = subject.catalog();
    ByteSize largest = catalog.gateway().maxBodySize();
    CatalogPath path = Paths.GATEWAY.key("max_body_size");
    for (int i = 0; i < catalog.models().size(); i++) {
      Model model = catalog.models().get(i);
      if (model.maxBodySize().compareTo(largest) > 0) {
        largest = model.maxBodySize();
        path = Paths.model(i).key("max_body_size");
      }
    }
    int requests = catalog.nginx().workerConnections() / 2;
    long mebibytes = ((largest.bytes() >> 10) * requests) >> 10;
    return mebibytes > MOST
        ? List.of(finding(place(path, subject), largest, requests, mebibytes))
        : List.of();
  }

  /** The key that the user wrote; a size may come from {@code defaults}. */
  private static CatalogPath place(CatalogPath path, Subject subject) {
    return List.of(
            path,
            CatalogPath.ROOT.key("defaults").key("max_body_size"),
            Paths.NGINX.key("worker_connections"))
        .stream()
        .filter(subject.written())
        .findFirst()
        .orElse(path);
  }

  private static Finding finding(CatalogPath path, ByteSize largest, int requests, long mebibytes) {
    return Finding.warning(
        DiagnosticCode.MEMORY,
        path,
        "each nginx worker may need "
            + mebibytes / 1024
            + " GiB of memory: "
            + requests
            + " requests with bodies of "
            + largest.text(),
        "lower \"max_body_size\" or \"nginx.worker_connections\"");
  }
}
