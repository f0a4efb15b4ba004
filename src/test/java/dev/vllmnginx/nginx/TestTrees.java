package dev.vllmnginx.nginx;

import dev.vllmnginx.render.RenderedFile;
import dev.vllmnginx.render.RenderedTree;
import java.util.List;
import java.util.TreeMap;

/** Small hand-written configurations for a private place. */
final class TestTrees {
  private TestTrees() {}

  /**
   * A tree whose nginx.conf includes {@code conf.d/http.conf} in {@code http}.
   *
   * @param main further directives of the main context
   */
  static RenderedTree tree(PrivatePlace place, String main, String http, RenderedFile... more) {
    String temporary = place.temporary().toString();
    String text =
        """
        %s
        pid %s;
        error_log %s notice;
        events { worker_connections 64; }
        http {
            access_log %s;
            client_body_temp_path %s/body;
            proxy_temp_path %s/proxy;
            fastcgi_temp_path %s/fastcgi;
            uwsgi_temp_path %s/uwsgi;
            scgi_temp_path %s/scgi;
            include conf.d/http.conf;
        }
        """
            .formatted(
                main,
                place.pidFile(),
                place.errorLog(),
                place.accessLog(),
                temporary,
                temporary,
                temporary,
                temporary,
                temporary);
    List<RenderedFile> files = new java.util.ArrayList<>(List.of(more));
    files.add(file("nginx.conf", text));
    files.add(file("conf.d/http.conf", http));
    return new RenderedTree(files);
  }

  static RenderedFile file(String path, String text) {
    return new RenderedFile(path, text, new TreeMap<>());
  }
}
