package dev.vllmnginx.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Certificates of clients, made once per build by openssl: by an authority that the gateways of the
 * tests trust, and by another one.
 */
public final class ClientCertificate {
  private static final Path DIRECTORY = Path.of("target", "client-certificates").toAbsolutePath();
  private static final String KEY = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";

  private ClientCertificate() {}

  /** The certificate of the authority that gateways trust, PEM. */
  public static Path authority() {
    return file("trusted.pem");
  }

  /** The certificate of another authority, PEM. */
  public static Path otherAuthority() {
    return file("other.pem");
  }

  /** A certificate for {@code CN=team-a,O=Example}; its key stands beside it in {@code .key}. */
  public static Path good() {
    return file("good.pem");
  }

  /** One that the other authority has signed. */
  public static Path strange() {
    return file("strange.pem");
  }

  /** One that nobody but itself has signed. */
  public static Path selfSigned() {
    return file("self-signed.pem");
  }

  private static synchronized Path file(String name) {
    try {
      if (!Files.exists(DIRECTORY.resolve("self-signed.pem"))) {
        Files.createDirectories(DIRECTORY);
        authority("trusted");
        authority("other");
        client("good", "trusted");
        client("strange", "other");
        run(
            "req -x509 "
                + KEY
                + " -days 90 -subj /O=Example/CN=team-a -keyout self-signed.key"
                + " -out self-signed.pem");
      }
      return DIRECTORY.resolve(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void authority(String name) throws IOException {
    run(
        "req -x509 %s -days 90 -subj /CN=%s -keyout %s.key -out %s.pem"
            .formatted(KEY, name, name, name));
  }

  private static void client(String name, String authority) throws IOException {
    run(
        "req -new %s -subj /O=Example/CN=team-a -keyout %s.key -out %s.csr"
            .formatted(KEY, name, name));
    run(
        "x509 -req -in %s.csr -CA %s.pem -CAkey %s.key -CAcreateserial -days 90 -out %s.pem"
            .formatted(name, authority, authority, name));
  }

  private static void run(String arguments) throws IOException {
    Path log = DIRECTORY.resolve("openssl.log");
    List<String> command = List.of(("openssl " + arguments).split(" ", -1));
    Process openssl =
        new ProcessBuilder(command)
            .directory(DIRECTORY.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (openssl.waitFor() != 0) {
        throw new IOException(command + " failed: " + Files.readString(log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
