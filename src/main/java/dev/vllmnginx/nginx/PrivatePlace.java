package dev.vllmnginx.nginx;

import java.nio.file.Path;

/**
 * Where a tree that is tested or tried out has its files: all of them in one private directory, so
 * that no file of an nginx that runs on this machine is opened, created or handed to another user.
 * A tree must name every path of this record in its own directives. nginx creates those that it
 * finds in its build instead, also when it only tests, and as root it gives the temporary
 * directories to the {@code user} of the tested configuration.
 *
 * @param directory absolute, exists, without symbolic links
 */
public record PrivatePlace(Path directory) {
  /** The tree's main file ({@code nginx -c}). */
  public Path configFile() {
    return directory.resolve("nginx.conf");
  }

  /** {@code pid}. */
  public Path pidFile() {
    return directory.resolve("nginx.pid");
  }

  /** {@code error_log}. */
  public Path errorLog() {
    return directory.resolve("error.log");
  }

  /** {@code access_log}. */
  public Path accessLog() {
    return directory.resolve("access.log");
  }

  /**
   * Under which all five kinds of temporary directories lie ({@code client_body_temp_path}, {@code
   * proxy_temp_path} and their kin): it exists before nginx starts, they need not.
   */
  public Path temporary() {
    return directory.resolve("tmp");
  }

  /**
   * The beginning of the path of each unix socket that a configuration listens on which is only
   * tested, in place of the catalog's addresses. {@code nginx -t} binds what it listens on. On the
   * real port that would take an nginx's place that starts at this moment, answer clients with a
   * reset, and fail without root below port 1024.
   */
  public String socketPrefix() {
    return directory.resolve("listen-").toString();
  }
}
