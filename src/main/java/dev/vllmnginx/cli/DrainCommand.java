package dev.vllmnginx.cli;

import dev.vllmnginx.app.ExitCode;
import dev.vllmnginx.app.drain.DrainWait;
import dev.vllmnginx.catalog.Parsed;
import dev.vllmnginx.catalog.TimeSpan;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code vllm-nginx drain}: a server can be stopped without a client noticing. */
@Command(
    name = "drain",
    header = "Take a server out, wait until its requests are done, and say when it may be stopped.",
    footer = {
      "  vllm-nginx drain qwen 10.0.0.12:8000 && ssh gpu-2 systemctl stop vllm",
      "  vllm-nginx drain qwen 10.0.0.12:8000 --timeout 1h -c prod.yaml",
      "  vllm-nginx undrain qwen 10.0.0.12:8000"
    })
final class DrainCommand implements Callable<Integer> {
  private final Console console;
  @Mixin GlobalOptions global = new GlobalOptions();
  @Mixin DrainOptions options = new DrainOptions();

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "10m",
      converter = Time.class,
      description = "How long to wait at most (default: ${DEFAULT-VALUE}).")
  Duration timeout = Duration.ofMinutes(10);

  @Option(
      names = "--force",
      description =
          "Also when no server of the model is left, or other changes of the catalog go live too.")
  boolean force;

  DrainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    ExitCode marked = options.mark(true, force, console);
    if (marked != ExitCode.OK) {
      return marked.number();
    }
    List<String> others = options.otherUsers(console);
    if (!others.isEmpty()) {
      return stillUsed(others);
    }
    DrainWait wait =
        new DrainWait(
            options.addressHere(console),
            options.serverKey(console),
            () -> options.oldWorkers(console));
    DrainWait.Outcome outcome = wait.run(timeout, this::waiting);
    boolean done = outcome != DrainWait.Outcome.TIMED_OUT;
    if (options.format.json()) {
      console.event(DrainJson.of(outcome));
    } else if (done) {
      console.result(words(outcome));
    } else {
      console.complain(options.server + " is not done yet; it stays down, run this again to wait");
    }
    return (done ? ExitCode.OK : ExitCode.CHECK_FAILED).number();
  }

  private int stillUsed(List<String> models) {
    if (options.format.json()) {
      console.event(DrainJson.inUse(models));
    } else {
      console.complain(
          "%s gets nothing more for %s, but it serves %s too and must not be stopped yet: `vllm-nginx drain %s %s` goes on"
              .formatted(
                  options.server,
                  options.model,
                  String.join(", ", models),
                  models.get(0),
                  options.server));
    }
    return ExitCode.CHECK_FAILED.number();
  }

  private String words(DrainWait.Outcome outcome) {
    return switch (outcome) {
      case GONE -> options.server + " does not listen any more";
      case WORKERS_ENDED ->
          "nothing of nginx uses " + options.server + " any more: it may be stopped";
      default -> options.server + " has no requests any more: it may be stopped";
    };
  }

  private void waiting(long requests) {
    if (!options.format.json()) {
      console.say(
          requests < 0
              ? "  it does not say how many requests it has; waiting for nginx's old workers"
              : "  " + Plural.of(requests, "request") + " to be finished");
    }
  }

  /** Reads 10m, as catalogs have it. */
  static final class Time implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      Parsed<TimeSpan> parsed =
          TimeSpan.parse(value, TimeSpan.ofSeconds(1), TimeSpan.ofSeconds(86_400));
      if (parsed instanceof Parsed.Accepted<TimeSpan> time) {
        return Duration.ofMillis(time.value().millis());
      }
      throw new TypeConversionException("expected a time from 1s to 1d, such as 10m");
    }
  }
}
