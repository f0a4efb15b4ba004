package dev.vllmnginx.nginx;

import dev.vllmnginx.process.RunningProcess;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an nginx process says that it is: it writes {@code nginx: master process /usr/sbin/nginx -c
 * FILE …} or {@code nginx: worker process} over its command line.
 */
final class MasterTitle {
  /** What both begin with. */
  static final String BEGINNING = "nginx: ";

  private static final String MASTER = "nginx: master process ";
  private static final String WORKER = "nginx: worker process";
  private static final String SHUTTING_DOWN = "nginx: worker process is shutting down";

  private MasterTitle() {}

  static boolean isMaster(RunningProcess process) {
    return process.command().startsWith(MASTER);
  }

  static boolean isWorker(RunningProcess process) {
    return process.command().startsWith(WORKER);
  }

  static boolean isShuttingDown(RunningProcess process) {
    return process.command().startsWith(SHUTTING_DOWN);
  }

  /**
   * The main file that a master was started with.
   *
   * @param build of its program: what holds where the command line says nothing
   */
  static Path configFile(RunningProcess master, NginxBuild build) {
    String prefix = option(master, 'p').orElse(build.prefix());
    String file = option(master, 'c').orElse(build.confPath());
    // A relative prefix depends on a directory that nginx has left: it stays relative.
    return Path.of(prefix).resolve(file).normalize();
  }

  /**
   * The value of an option, {@code -c FILE} or {@code -cFILE}; the arguments stand there joined by
   * spaces, so a value ends where the next option begins.
   */
  private static Optional<String> option(RunningProcess master, char letter) {
    Matcher matcher =
        Pattern.compile("(?s).*? -" + letter + " ?(\\S.*?)(?: -[?hvVtTqspecg](?: .*|$)|$)")
            .matcher(master.command().substring(MASTER.length()));
    return matcher.matches() ? Optional.of(matcher.group(1).strip()) : Optional.empty();
  }
}
