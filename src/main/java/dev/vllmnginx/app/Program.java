package dev.vllmnginx.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** This program. */
public final class Program {
  private Program() {}

  /** Its version, the one of the build. */
  public static String version() {
    try (InputStream in = Program.class.getResourceAsStream("/dev/vllmnginx/program.properties")) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
