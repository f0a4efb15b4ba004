package dev.vllmnginx.testing;

import java.util.Arrays;
import java.util.stream.Stream;

/** A version of nginx with one of its JavaScript engines: what a test is repeated on. */
public record NginxRuntime(NginxVersion version, NginxVersion.Engine engine) {
  /** Every version with every engine that it has. */
  public static Stream<NginxRuntime> all() {
    return Arrays.stream(NginxVersion.values())
        .flatMap(
            version -> version.engines().stream().map(engine -> new NginxRuntime(version, engine)));
  }

  /** Those whose njs module can share memory among workers. */
  public static Stream<NginxRuntime> withSharedDictionaries() {
    return all().filter(runtime -> runtime.version() != NginxVersion.V1_22);
  }

  /** What a catalog says of it below {@code nginx}. */
  public String target() {
    String versions =
        switch (version) {
          case V1_22 -> "version: \"1.22.1\", njs: \"0.7.9\"";
          case V1_26 -> "version: \"1.26.3\", njs: \"0.8.9\"";
          case NEWEST -> "version: \"1.30.6\", njs: \"1.0.2\"";
        };
    return versions + (engine == NginxVersion.Engine.QJS ? ", engine: qjs" : "");
  }

  @Override
  public String toString() {
    return "nginx " + version + (engine == NginxVersion.Engine.QJS ? " qjs" : "");
  }
}
