package dev.vllmnginx.catalog.read;

import dev.vllmnginx.yaml.Node;
import dev.vllmnginx.yaml.SourceText;

/**
 * The keys of a catalog, where they stand in a file of their own.
 *
 * @param file as the catalog names it
 * @param source its text, under the name that is shown to the user
 * @param root the node tree of the text: a mapping with {@code api_keys}
 */
public record KeyDocument(String file, SourceText source, Node root) {
  /** A file without keys. */
  static final SourceText EMPTY = new SourceText("keys", "version: 1\napi_keys: []\n");
}
