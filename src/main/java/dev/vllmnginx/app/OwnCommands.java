package dev.vllmnginx.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Commands of this program for people to run: on the releases and the nginx that the command at
 * hand was given, ready to be pasted into a shell.
 *
 * @param root where the releases are
 * @param including the nginx.conf that includes a release that has none of its own
 * @param serving the nginx, as the user named it
 */
public record OwnCommands(Path root, Path including, ServingNginx serving) {
  private static final Path ROOT = Path.of("/etc/vllm-nginx");
  private static final Path INCLUDING = Path.of("/etc/nginx/nginx.conf");

  /** A command with the options that say where; those that say the default are left out. */
  public String line(List<String> command) {
    List<String> words = new ArrayList<>(List.of("vllm-nginx"));
    words.addAll(command);
    if (!root.equals(ROOT)) {
      words.addAll(List.of("--root", root.toString()));
    }
    if (!including.equals(INCLUDING)) {
      words.addAll(List.of("--nginx-conf", including.toString()));
    }
    Path program = serving.program();
    if (program != null) {
      words.addAll(List.of("--nginx", program.toString()));
    }
    String container = serving.container();
    if (container != null) {
      words.addAll(List.of("--container", container));
    }
    return words.stream().map(OwnCommands::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./:@%+=,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
