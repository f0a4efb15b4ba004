package dev.vllmnginx.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A certificate for tests, made once per build by openssl. */
public final class TestCertificate {
  private static final Pattern NAMED =
      Pattern.compile("(?m)^\\s*ssl_(client_|)certificate(_key|) \"?([^\";]+)\"?;");
  private static final Path DIRECTORY = Path.of("target", "certificate-for-tests").toAbsolutePath();

  private static final String CERTIFICATE = "certificate.pem";

  private TestCertificate() {}

  /** The certificate for {@code localhost}, in PEM. */
  public static byte[] certificate() {
    return read("certificate.pem");
  }

  /** One that lasts for so many days, in PEM. */
  public static byte[] lasting(int days) throws IOException {
    Path directory = Files.createDirectories(DIRECTORY.resolve(days + "-days"));
    make(directory, days, "localhost");
    return Files.readAllBytes(directory.resolve("certificate.pem"));
  }

  /** Its key, in PEM. */
  public static byte[] key() {
    return read("key.pem");
  }

  /** Shell commands that put the certificate and key where a configuration looks for them. */
  static String putWhereNamed(Map<String, byte[]> files) {
    TreeSet<String> commands = new TreeSet<>();
    files.forEach(
        (path, bytes) -> {
          Matcher named = NAMED.matcher(new String(bytes, UTF_8));
          while (path.endsWith(".conf") && named.find()) {
            byte[] content = named.group(2).isEmpty() ? certificate() : key();
            if (!named.group(1).isEmpty()) {
              content = bytes(ClientCertificate.authority());
            }
            commands.add(
                "mkdir -p \"$(dirname '%1$s')\" && printf %%s '%2$s' >'%1$s'\n"
                    .formatted(named.group(3), new String(content, UTF_8)));
          }
        });
    return String.join("", commands);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static synchronized byte[] read(String name) {
    try {
      if (!Files.exists(DIRECTORY.resolve("certificate.pem"))) {
        make();
      }
      return Files.readAllBytes(DIRECTORY.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void make() throws IOException {
    Files.createDirectories(DIRECTORY);
    make(DIRECTORY, 90, "localhost");
  }

  /** Makes {@code certificate.pem} and {@code key.pem} in a directory. */
  public static void make(Path directory, int days, String host) throws IOException {
    openssl(directory, newKey(host, "-x509", "-days", Integer.toString(days), "-out", CERTIFICATE));
  }

  /** Makes the two files too; the certificate was valid in 2020. */
  public static void makeExpired(Path directory, String host) throws IOException {
    // Only `openssl ca` takes a time that is over; it wants a directory of its own.
    Files.writeString(directory.resolve("index.txt"), "");
    Files.writeString(
        directory.resolve("ca.cnf"),
        """
        [ca]
        default_ca = own
        [own]
        database = index.txt
        rand_serial = yes
        new_certs_dir = .
        default_md = sha256
        policy = any
        copy_extensions = copy
        [any]
        commonName = supplied
        """);
    openssl(directory, newKey(host, "-out", "request.pem"));
    openssl(
        directory,
        List.of(
            ("ca -batch -selfsign -notext -config ca.cnf -keyfile key.pem -in request.pem"
                    + " -startdate 20200101000000Z -enddate 20210101000000Z -out "
                    + CERTIFICATE)
                .split(" ")));
  }

  private static List<String> newKey(String host, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"));
    arguments.addAll(List.of("-subj", "/CN=" + host));
    arguments.addAll(List.of("-addext", "subjectAltName=DNS:" + host + ",IP:127.0.0.1"));
    arguments.addAll(List.of("-keyout", "key.pem"));
    arguments.addAll(List.of(more));
    return arguments;
  }

  private static void openssl(Path directory, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(arguments);
    Process openssl =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("openssl.log").toFile())
            .start();
    try {
      if (openssl.waitFor() != 0) {
        throw new IOException(
            "openssl failed: " + Files.readString(directory.resolve("openssl.log")));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
