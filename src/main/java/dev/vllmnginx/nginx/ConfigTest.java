package dev.vllmnginx.nginx;

import dev.vllmnginx.nginx.NginxMessage.Level;
import dev.vllmnginx.process.PrivateDirectory;
import dev.vllmnginx.process.ProgramResult;
import dev.vllmnginx.process.ProgramRunner;
import dev.vllmnginx.render.RenderedTree;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Asks the real nginx whether it would run a tree ({@code nginx -t}), without any trace on an nginx
 * that runs here: the tree is rendered for a private directory, lies there while nginx reads it,
 * and is removed.
 */
public final class ConfigTest {
  /** Each server name that no name server answers for costs nginx seconds. */
  public static final Duration TIMEOUT = Duration.ofSeconds(60);

  private static final String NOT_ROOT = "the \"user\" directive makes sense only if";

  private final NginxBinary nginx;
  private final ProgramRunner programs;
  private final Duration timeout;

  public ConfigTest(NginxBinary nginx, ProgramRunner programs) {
    this(nginx, programs, TIMEOUT);
  }

  /**
   * @param timeout after which nginx is killed and the tree counts as refused
   */
  public ConfigTest(NginxBinary nginx, ProgramRunner programs, Duration timeout) {
    this.nginx = nginx;
    this.programs = programs;
    this.timeout = timeout;
  }

  /**
   * Tests what {@code renderer} gives for a private place: a complete tree with an {@code
   * nginx.conf}, all of whose paths are the place's, and which listens on {@link
   * PrivatePlace#socketPrefix} only.
   *
   * @throws dev.vllmnginx.diagnostics.WorldException when the tree cannot be written or nginx not
   *     be started
   */
  public ConfigTestResult run(Function<PrivatePlace, RenderedTree> renderer) {
    try (PrivateDirectory directory = PrivateDirectory.create()) {
      PrivatePlace place = new PrivatePlace(directory.path());
      RenderedTree tree = renderer.apply(place);
      TreeWriter.write(tree, place);
      return judge(
          tree, place.directory(), programs.run(nginx.command(place, "-t"), timeout), timeout);
    }
  }

  /**
   * What a run of {@code nginx -t} means.
   *
   * @param directory where the tree lay
   */
  static ConfigTestResult judge(
      RenderedTree tree, Path directory, ProgramResult result, Duration timeout) {
    List<NginxMessage> messages =
        new NginxMessageParser(directory)
            .parse(result.stderr()).stream()
                .filter(NginxMessage::matters)
                .filter(message -> !message.text().startsWith(NOT_ROOT))
                .toList();
    if (result.succeeded()) {
      return new ConfigTestResult.Accepted(tree, messages);
    }
    boolean explained = messages.stream().anyMatch(message -> message.level() != Level.WARN);
    if (explained && !result.timedOut()) {
      return new ConfigTestResult.Rejected(tree, messages);
    }
    return new ConfigTestResult.Rejected(
        tree, Stream.concat(messages.stream(), Stream.of(silence(result, timeout))).toList());
  }

  private static NginxMessage silence(ProgramResult result, Duration timeout) {
    String text =
        result.timedOut()
            ? "nginx -t gave no answer within "
                + timeout.toSeconds()
                + " s; name servers that do not answer are the usual cause"
            : "nginx -t returned " + result.exitCode() + " and said nothing";
    return new NginxMessage(Level.EMERG, text, null, 0);
  }
}
