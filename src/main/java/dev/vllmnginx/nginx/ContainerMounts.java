package dev.vllmnginx.nginx;

import dev.vllmnginx.diagnostics.WorldException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What a container sees of this machine's files. */
final class ContainerMounts {
  private final String container;
  private final DockerContainer.Facts facts;

  ContainerMounts(String container, DockerContainer.Facts facts) {
    this.container = container;
    this.facts = facts;
  }

  /**
   * Where the container sees a file or directory that exists here.
   *
   * @throws WorldException ({@code USAGE}) when it does not see it, with how to mend that
   */
  Path inside(Path here) {
    try {
      Path real = here.toRealPath();
      Optional<Path> inside = DockerContainer.inside(facts, real);
      if (inside.isPresent()) {
        return inside.get();
      }
      boolean below =
          facts.mounts().stream()
              .anyMatch(mount -> mount.here().startsWith(real) && !mount.here().equals(real));
      throw new WorldException(
          WorldException.Kind.USAGE,
          below
              ? "the container "
                  + container
                  + " sees only a part of "
                  + real
                  + ": mount the whole directory, since Docker follows `current` once, when the"
                  + " container starts"
              : "the container "
                  + container
                  + " does not see "
                  + real
                  + ": make it anew with `docker run -v "
                  + real
                  + ":"
                  + real
                  + ":ro …`",
          null);
    } catch (IOException e) {
      throw new WorldException(WorldException.Kind.IO, "cannot read " + here + ": " + e, e);
    }
  }
}
