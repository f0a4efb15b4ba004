package dev.vllmnginx.config;

import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.Secret;
import dev.vllmnginx.catalog.UpstreamKey;
import dev.vllmnginx.config.syntax.Credentials;
import dev.vllmnginx.config.syntax.Identifier;
import dev.vllmnginx.diagnostics.CatalogPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Models to the keys that their servers get. */
final class ServerKeysBuilder {
  private static final CatalogPath MODELS = CatalogPath.ROOT.key("models");

  /** One variable for each file, in the order of the catalog. */
  private final Map<String, ServerKeys.Key> byFile = new LinkedHashMap<>();

  private final List<Model> models;

  ServerKeysBuilder(List<Model> models) {
    this.models = models;
    for (int i = 0; i < models.size(); i++) {
      UpstreamKey key = models.get(i).upstreamKey();
      if (key != null) {
        byFile.putIfAbsent(key.file(), key(key, MODELS.index(i).key("upstream_key").key("file")));
      }
    }
  }

  /** Null when no server wants a key. */
  @Nullable ServerKeys build(boolean anyLength) {
    if (byFile.isEmpty()) {
      return null;
    }
    MapKeys canonical =
        new MapKeys(models.stream().map(model -> model.name().value()).toList(), anyLength);
    List<ServerKeys.Entry> entries = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      Identifier variable = variable(models.get(i));
      if (variable != null) {
        entries.add(
            new ServerKeys.Entry(
                canonical.key(models.get(i).name().value(), MODELS.index(i).key("name")),
                variable));
      }
    }
    return new ServerKeys(new ArrayList<>(byFile.values()), entries);
  }

  /** The variable with the key for a model's servers; null: they want none. */
  @Nullable Identifier variable(Model model) {
    UpstreamKey upstreamKey = model.upstreamKey();
    ServerKeys.Key key = upstreamKey == null ? null : byFile.get(upstreamKey.file());
    return key == null ? null : key.variable();
  }

  private ServerKeys.Key key(UpstreamKey key, CatalogPath place) {
    Secret secret = key.secret();
    if (secret == null) {
      throw new IllegalStateException("the key at " + place + " was not read");
    }
    return new ServerKeys.Key(
        new Identifier("vllm_server_key_" + (byFile.size() + 1), null),
        Credentials.bearer(secret, place));
  }
}
