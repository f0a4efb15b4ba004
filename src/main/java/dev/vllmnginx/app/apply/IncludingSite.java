package dev.vllmnginx.app.apply;

import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.nginx.ConfigTestResult;
import dev.vllmnginx.nginx.LiveNginx;
import dev.vllmnginx.nginx.NginxMessage;
import dev.vllmnginx.release.IncludedBy;
import dev.vllmnginx.release.ReleaseStore;
import dev.vllmnginx.release.SiteFiles;
import dev.vllmnginx.render.RenderedTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * An nginx that serves other sites too. Beside its main file stand a link to the live release and,
 * in {@code conf.d}, one line that includes what is behind the link. nginx resolves both against
 * the directory of the main file, so a release is tested on a directory of links to all of nginx's
 * files, in which only that one link leads to another release.
 */
final class IncludingSite implements Site {
  private static final String LINK = "vllm-nginx";

  /** Beside the main file. */
  static final String ENTRY = "conf.d/vllm-nginx.conf";

  private static final String LINE =
      """
      # Written by vllm-nginx: the gateway's release that is live.
      include vllm-nginx/conf.d/*.conf;
      """;

  private final ReleaseStore store;
  private final Path main;
  private final Path directory;

  private IncludingSite(ReleaseStore store, Path main) {
    this.store = store;
    this.main = main;
    this.directory = Objects.requireNonNull(main.getParent());
  }

  /**
   * The site of an nginx.
   *
   * @param main its main file
   */
  static IncludingSite of(ReleaseStore store, Path main) {
    Path absolute = main.toAbsolutePath().normalize();
    if (store.links().current() != null) {
      IncludedBy.require(store.root(), absolute);
    }
    Path entries = absolute.resolveSibling(ENTRY).resolveSibling("");
    if (!Files.isRegularFile(absolute) || !Files.isDirectory(entries)) {
      throw usage(
          absolute
              + " and "
              + entries
              + " are needed for the layout \"include\"; name the main file with --nginx-conf");
    }
    return new IncludingSite(store, absolute);
  }

  @Override
  public Path mainFile() {
    return main;
  }

  @Override
  public Path content(Path release) {
    return main;
  }

  @Override
  public Runnable attach(LiveNginx nginx) {
    requireSamePlace(nginx, store.root());
    requireSamePlace(nginx, directory);
    Path entry = directory.resolve(ENTRY);
    Path link = directory.resolve(LINK);
    // Before either is made: with somebody else's files behind the link's name, the entry alone
    // would include those.
    boolean hadLink = SiteFiles.hasLink(link, store.current());
    boolean hadEntry = SiteFiles.hasFile(entry, LINE);
    Runnable detach =
        () -> {
          if (store.links().current() == null) {
            store.includedBy(null);
          }
          if (!hadEntry) {
            SiteFiles.remove(entry);
          }
          if (!hadLink) {
            SiteFiles.remove(link);
          }
        };
    try {
      store.includedBy(main);
      SiteFiles.ensureLink(link, store.current());
      SiteFiles.ensureFile(entry, LINE);
      return detach;
    } catch (WorldException e) {
      takeBack(detach, e);
      throw e;
    }
  }

  /** Links with whole paths lead from each of the two directories into the other. */
  private static void requireSamePlace(LiveNginx nginx, Path here) {
    Path there = nginx.inside(here);
    if (!there.equals(here)) {
      throw usage(
          "nginx sees "
              + here
              + " as "
              + there
              + ", and with the layout \"include\" it must see it under the same name, since links"
              + " lead there: mount it with `-v "
              + here
              + ":"
              + here
              + ":ro`");
    }
  }

  private static WorldException usage(String message) {
    return new WorldException(WorldException.Kind.USAGE, message, null);
  }

  private static void takeBack(Runnable detach, WorldException why) {
    try {
      detach.run();
    } catch (WorldException e) {
      why.addSuppressed(e);
    }
  }

  @Override
  public ConfigTestResult test(LiveNginx nginx, Path release, RenderedTree tree) {
    Path copy = store.shadow(directory, LINK, release);
    try {
      return placed(nginx.test(copy.resolve(main.getFileName()), tree));
    } finally {
      store.removeShadow();
    }
  }

  /** Messages name files of the release as they lie behind the link, and others in the copy. */
  private ConfigTestResult placed(ConfigTestResult result) {
    List<NginxMessage> messages = result.messages().stream().map(this::placed).toList();
    return result instanceof ConfigTestResult.Accepted
        ? new ConfigTestResult.Accepted(result.tree(), messages)
        : new ConfigTestResult.Rejected(result.tree(), messages);
  }

  private NginxMessage placed(NginxMessage message) {
    String file = message.file();
    if (file == null) {
      return message;
    }
    String place =
        file.startsWith(LINK + "/")
            ? file.substring(LINK.length() + 1)
            : directory.resolve(file).toString();
    return new NginxMessage(message.level(), message.text(), place, message.line());
  }
}
