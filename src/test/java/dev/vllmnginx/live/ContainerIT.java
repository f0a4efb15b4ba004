package dev.vllmnginx.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.CommandLineRun;
import dev.vllmnginx.testing.NginxVersion;
import dev.vllmnginx.testing.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The nginx of a container with a network of its own is served by name. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ContainerIT {
  private static final String NAME = "vllm-nginx-cli-it-" + ProcessHandle.current().pid();

  @TempDir Path dir;

  @AfterEach
  void remove() throws Exception {
    docker("rm", "-f", NAME);
  }

  @ParameterizedTest
  @EnumSource(NginxVersion.class)
  void goesLiveInAContainer(NginxVersion version) throws Exception {
    Path root = Files.createDirectory(dir.resolve("root"));
    Path certificates = Files.createDirectory(dir.resolve("ssl"));
    Files.write(certificates.resolve("api.pem"), TestCertificate.certificate());
    Files.write(certificates.resolve("api.key"), TestCertificate.key());
    docker(
        "create",
        "--name",
        NAME,
        "-v",
        root + ":/gateway:ro",
        "-v",
        certificates + ":/etc/ssl/api:ro",
        version.image(),
        "nginx",
        "-c",
        "/gateway/current/nginx.conf",
        "-g",
        "daemon off;");

    catalog("first");
    CommandLineRun stopped = run("apply", catalog());
    CommandLineRun started = run("apply", catalog(), "--start");
    catalog("second");
    CommandLineRun changed = run("apply", catalog(), "--smoke");
    CommandLineRun again = run("apply", catalog());
    CommandLineRun back = run("rollback");
    CommandLineRun status = run("status", "--format", "json");
    CommandLineRun words = run("status");

    assertThat(stopped.exitCode()).as(stopped.err()).isEqualTo(6);
    assertThat(stopped.err()).contains("the container " + NAME + " is created", "--start");
    assertThat(started.exitCode()).as(started.err()).isZero();
    assertThat(started.err())
        .contains("warning VN702: gateway.tls.certificate: the certificate is not for");
    assertThat(changed.exitCode()).as(changed.err()).isZero();
    assertThat(changed.out()).contains("is live on ");
    assertThat(changed.err()).contains("skipped: nginx has a network of its own");
    assertThat(again.out()).contains("is live already");
    assertThat(back.exitCode()).as(back.err()).isZero();
    assertThat(status.exitCode()).as(status.out()).isZero();
    assertThat(status.out())
        .startsWith("{\"schemaVersion\":1,\"ok\":true,")
        .contains("\"state\":\"running\",\"pid\":1,")
        .contains("\"mainFile\":\"/gateway/current/nginx.conf\"")
        .containsPattern("\"path\":\"/etc/ssl/api/api.pem\",\"until\":\"[^\"]*\",\"daysLeft\":\\d+")
        .contains("\"problems\":[]");
    assertThat(words.out()).containsPattern("until     \\S+  /etc/ssl/api/api.pem  \\d+ days left");
  }

  @ParameterizedTest
  @EnumSource(NginxVersion.class)
  void aLinkThatWouldLeadNowhereInTheContainerIsRefused(NginxVersion version) throws Exception {
    Path root = Files.createDirectory(dir.resolve("root"));
    Path etc = Files.createDirectory(dir.resolve("etc"));
    Files.createDirectory(etc.resolve("conf.d"));
    Path main = etc.resolve("nginx.conf");
    Files.writeString(main, "events {}\nhttp { include conf.d/*.conf; }\n");
    docker(
        "create",
        "--name",
        NAME,
        "-v",
        root + ":/gateway:ro",
        "-v",
        etc + ":" + etc + ":ro",
        version.image(),
        "nginx",
        "-c",
        main.toString());
    Files.writeString(
        dir.resolve("catalog.yaml"),
        """
        version: 1
        nginx: {layout: include}
        gateway: {listen: [8080], server_name: [api.example.com]}
        models:
          - {name: first, type: chat, servers: [{address: "127.0.0.1:9"}]}
        """);

    CommandLineRun refused = run("apply", catalog(), "--start", "--nginx-conf", main.toString());

    assertThat(refused.exitCode()).as(refused.err()).isEqualTo(2);
    assertThat(refused.err())
        .contains("nginx sees " + root + " as /gateway", "-v " + root + ":" + root + ":ro");
    assertThat(etc.resolve("conf.d")).isEmptyDirectory();
    assertThat(etc.resolve("vllm-nginx")).doesNotExist();
  }

  private String catalog() {
    return dir.resolve("catalog.yaml").toString();
  }

  private void catalog(String model) throws IOException {
    Files.writeString(
        dir.resolve("catalog.yaml"),
        """
        version: 1
        gateway:
          listen: [80]
          server_name: [api.example.com]
          tls: {listen: [443], certificate: /etc/ssl/api/api.pem, certificate_key: /etc/ssl/api/api.key}
        models:
          - {name: %s, type: chat, servers: [{address: "127.0.0.1:9"}]}
        """
            .formatted(model));
  }

  private CommandLineRun run(String command, String... more) {
    List<String> args = new ArrayList<>(List.of(command));
    args.addAll(List.of("--root", dir.resolve("root").toString(), "--container", NAME));
    args.addAll(List.of(more));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private static void docker(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    assertThat(process.waitFor()).isZero();
  }
}
