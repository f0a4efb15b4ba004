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

  @Override
  public String toString() {
    return "nginx " + version + (engine == NginxVersion.Engine.QJS ? " qjs" : "");
  }
}
