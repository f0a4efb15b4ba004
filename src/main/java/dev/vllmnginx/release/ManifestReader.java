package dev.vllmnginx.release;

import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads a manifest from disk, and trusts nothing in it. */
final class ManifestReader {
  private static final JsonFactory JSON = new JsonFactory();

  private int schemaVersion;
  private String tool = "";
  private String catalog = "";
  private String release = "";
  private final TreeMap<String, String> files = new TreeMap<>();

  private ManifestReader() {}

  /** The manifest; empty if the text is not one that this version of the program writes. */
  static Optional<Manifest> read(String text) {
    ManifestReader reader = new ManifestReader();
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
      reader.readObject(parser);
      if (reader.schemaVersion != Manifest.SCHEMA_VERSION) {
        return Optional.empty();
      }
      return Optional.of(new Manifest(reader.tool, reader.catalog, reader.release, reader.files));
    } catch (JacksonException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void readObject(JsonParser parser) {
    expect(parser.nextToken(), JsonToken.START_OBJECT);
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "schemaVersion" -> schemaVersion = parser.getIntValue();
        case "tool" -> tool = parser.getString();
        case "catalog" -> catalog = parser.getString();
        case "release" -> release = parser.getString();
        case "files" -> readFiles(parser, value);
        default -> parser.skipChildren();
      }
    }
  }

  private void readFiles(JsonParser parser, JsonToken start) {
    expect(start, JsonToken.START_OBJECT);
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String path = parser.currentName();
      expect(parser.nextToken(), JsonToken.VALUE_STRING);
      files.put(path, parser.getString());
    }
  }

  private static void expect(JsonToken found, JsonToken wanted) {
    if (found != wanted) {
      throw new IllegalArgumentException("not a manifest");
    }
  }
}
