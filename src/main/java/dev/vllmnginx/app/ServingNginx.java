package dev.vllmnginx.app;

import dev.vllmnginx.nginx.ContainerNginx;
import dev.vllmnginx.nginx.LiveNginx;
import dev.vllmnginx.process.ProgramRunner;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which nginx serves clients, as the user names it.
 *
 * @param program its program file; null: the one on the search path or in the usual places
 * @param container the Docker container that it runs in; null: it runs on this machine
 * @param searchPath the value of {@code PATH}
 */
public record ServingNginx(@Nullable Path program, @Nullable String container, String searchPath) {
  /**
   * The nginx that reads a main file.
   *
   * @param mainFile as its command line names it
   * @param content a file that says what the main file says of nginx itself
   * @throws dev.vllmnginx.diagnostics.WorldException when there is none
   */
  public LiveNginx at(Path mainFile, Path content) {
    return container == null
        ? LocalNginx.find(program, searchPath).live(mainFile, content)
        : ContainerNginx.of(container, mainFile, content, ProgramRunner.local());
  }

  /**
   * Whether an address means the same to it as to this program.
   *
   * @param mainFile as for {@link #at}
   */
  public boolean sharesNetwork(Path mainFile) {
    return container == null || at(mainFile, mainFile).sharesNetwork();
  }
}
