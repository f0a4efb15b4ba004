package dev.vllmnginx.config;

import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.Layout;
import org.jspecify.annotations.Nullable;

/**
 * Where nginx keeps what it writes and where it finds its njs module. Differs between production
 * and a private instance.
 *
 * @param ownMain whether the tree has its own nginx.conf
 * @param loadModule path of the njs module; null when nginx has it built in
 * @param user the workers' account; null: nginx's own default
 * @param pid path of the pid file
 * @param errorLog path of the error log
 * @param accessLog path of the access log
 * @param temporary directory for temporary files; null: nginx's own default
 * @param socketPrefix where it listens on unix sockets instead of the catalog's addresses: a path
 *     that each socket continues with its number; null: on the catalog's addresses
 */
public record Placement(
    boolean ownMain,
    @Nullable String loadModule,
    @Nullable String user,
    String pid,
    String errorLog,
    String accessLog,
    @Nullable String temporary,
    @Nullable String socketPrefix) {

  /** Relative to nginx's prefix; Debian's package and the official image both have it there. */
  public static final String NJS_MODULE = "modules/ngx_http_js_module.so";

  /** Where the catalog puts things. */
  public static Placement production(Catalog catalog) {
    boolean standalone = catalog.nginx().layout() == Layout.STANDALONE;
    return new Placement(
        standalone,
        NJS_MODULE,
        catalog.nginx().user(),
        catalog.nginx().pid(),
        catalog.logging().errorLog(),
        catalog.logging().accessLog(),
        null,
        null);
  }

  /**
   * Everything below one directory, with an nginx.conf of its own whatever the layout.
   *
   * @param directory absolute, writable
   * @param loadModule path of the njs module; null when nginx has it built in
   */
  public static Placement confined(String directory, @Nullable String loadModule) {
    return new Placement(
        true,
        loadModule,
        null,
        directory + "/nginx.pid",
        directory + "/error.log",
        directory + "/access.log",
        directory,
        null);
  }

  /** The same, listening on unix sockets, so that a test takes no port. */
  public Placement onSockets(String prefix) {
    return new Placement(ownMain, loadModule, user, pid, errorLog, accessLog, temporary, prefix);
  }
}
