package dev.vllmnginx.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The JSON Schemas (draft 7) of a catalog and of a file of keys. */
public final class CatalogSchema {
  private CatalogSchema() {}

  /** That of a catalog, with a line feed at the end. */
  public static String text() {
    try (InputStream in = CatalogSchema.class.getResourceAsStream("/catalog.schema.json")) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its own file catalog.schema.json");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** That of a file of keys, made of parts of the catalog's; with a line feed at the end. */
  public static String keys() {
    JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    JsonNode catalog = mapper.readTree(text());
    ObjectNode schema = mapper.createObjectNode();
    schema.set("$schema", catalog.path("$schema"));
    schema.put("title", "API keys of vllm-nginx");
    schema.put("type", "object");
    schema.put("additionalProperties", false);
    schema.putArray("required").add("version").add("api_keys");
    ObjectNode properties = schema.putObject("properties");
    properties.set("version", catalog.path("properties").path("version"));
    properties.putObject("api_keys").put("$ref", "#/definitions/api_keys");
    schema.set("definitions", catalog.path("definitions"));
    return mapper.writeValueAsString(schema) + "\n";
  }
}
