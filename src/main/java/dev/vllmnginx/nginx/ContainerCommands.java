package dev.vllmnginx.nginx;

import java.nio.file.Path;

/** How a person does things in a container. */
record ContainerCommands(String container, Path mainFile) implements StateWords.Commands {
  @Override
  public String shell(String line) {
    return "docker exec " + container + " sh -c '" + line + "'";
  }

  /** The command of a container is fixed when it is made. */
  @Override
  public String startInstead(long pid) {
    return "make the container anew (`docker rm`, `docker run`) with the command `nginx -c "
        + mainFile
        + " -g 'daemon off;'`";
  }
}
