package dev.vllmnginx.app.status;

import dev.vllmnginx.app.OwnCommands;
import dev.vllmnginx.app.ServingNginx;
import dev.vllmnginx.app.apply.LoadedCertificate;
import dev.vllmnginx.app.apply.ReleaseFiles;
import dev.vllmnginx.app.preflight.CertificateCheck;
import dev.vllmnginx.app.status.Status.CertificateStatus;
import dev.vllmnginx.app.status.Status.Drift;
import dev.vllmnginx.app.status.Status.Nginx;
import dev.vllmnginx.app.status.Status.Trouble;
import dev.vllmnginx.app.status.Status.Use;
import dev.vllmnginx.app.status.Status.WorkerStatus;
import dev.vllmnginx.catalog.Gateway;
import dev.vllmnginx.catalog.Tls;
import dev.vllmnginx.catalog.read.CatalogReader;
import dev.vllmnginx.nginx.LiveNginx;
import dev.vllmnginx.nginx.LiveNginx.Master;
import dev.vllmnginx.nginx.LiveNginx.State;
import dev.vllmnginx.nginx.LocalAddress;
import dev.vllmnginx.nginx.Worker;
import dev.vllmnginx.release.IncludedBy;
import dev.vllmnginx.release.JournalEntry;
import dev.vllmnginx.release.ReleaseStore;
import dev.vllmnginx.yaml.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out how a gateway is. Changes nothing. */
public final class StatusReader {
  private static final Duration ANSWER = Duration.ofSeconds(2);
  private static final int QUESTIONS_PER_WORKER = 16;

  private final ReleaseStore store;
  private final ServingNginx serving;
  private final Path including;
  private final List<Trouble> problems = new ArrayList<>();

  /**
   * @param including the nginx.conf that includes a release that has none of its own
   */
  public StatusReader(ReleaseStore store, ServingNginx serving, Path including) {
    this.store = store;
    this.serving = serving;
    this.including = including;
  }

  /** Looks at the disk, then at what runs. */
  public Status read() {
    ReleaseStore.Links links = store.links();
    @Nullable String current = links.current();
    if (current == null) {
      trouble("nothing is live in " + store.root(), apply(true));
      Nginx none = new Nginx("stopped", 0, "", "");
      return new Status(
          store.root().toString(),
          null,
          links.previous(),
          null,
          none,
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          problems);
    }
    Path own = store.current().resolve("nginx.conf");
    Path main = Files.exists(own) ? own : including.toAbsolutePath().normalize();
    if (main != own) {
      IncludedBy.require(store.root(), main);
    }
    LiveNginx nginx = serving.at(main, main);
    State state = nginx.state();
    List<WorkerStatus> workers =
        state instanceof State.Running running
            ? workers(nginx, running.master(), current)
            : List.of();
    List<Drift> drift = drift(current);
    return new Status(
        store.root().toString(),
        current,
        links.previous(),
        since(current),
        nginx(nginx, state),
        workers,
        drift,
        certificates(nginx, state, current),
        state instanceof State.Running ? replicas(nginx, current) : List.of(),
        problems);
  }

  /** The command, with the options that this one was given. */
  private String apply(boolean start) {
    OwnCommands commands = new OwnCommands(store.root(), including, serving);
    return "`" + commands.line(start ? List.of("apply", "--start") : List.of("apply")) + "`";
  }

  private void trouble(String message, String... advice) {
    problems.add(new Trouble(message, List.of(advice)));
  }

  private Nginx nginx(LiveNginx nginx, State state) {
    String word = "running";
    if (state instanceof State.Stopped stopped) {
      word = "stopped";
      trouble(
          "nginx does not run" + (stopped.detail().isEmpty() ? "" : " (" + stopped.detail() + ")"),
          apply(true) + " starts it");
    } else if (state instanceof State.Unsafe unsafe) {
      word = "unsafe";
      problems.add(new Trouble(unsafe.reason(), unsafe.advice()));
    }
    long pid = state instanceof State.Running running ? running.master().pid() : 0;
    return new Nginx(word, pid, nginx.program().toString(), nginx.mainFile().toString());
  }

  private List<WorkerStatus> workers(LiveNginx nginx, Master master, String current) {
    Map<Long, String> answers = new HashMap<>();
    List<Worker> all = nginx.allWorkers(master);
    Set<Long> accepting = nginx.workers(master);
    ask(nginx, current, accepting, answers);
    List<WorkerStatus> workers = new ArrayList<>();
    for (Worker worker : all) {
      @Nullable String release = answers.get(worker.pid());
      workers.add(new WorkerStatus(worker.pid(), worker.start(), worker.shuttingDown(), release));
      if (worker.shuttingDown() || !accepting.contains(worker.pid())) {
        continue;
      }
      if (release == null) {
        trouble(
            "worker " + worker.pid() + " does not say which release it runs",
            "look into nginx's error log, then " + apply(false));
      } else if (!release.equals(current)) {
        trouble(
            "worker " + worker.pid() + " runs release " + release + ", not " + current,
            apply(false) + " puts the catalog live again");
      }
    }
    if (all.isEmpty()) {
      trouble("nginx's master has no worker", "look into nginx's error log");
    }
    return workers;
  }

  /** Each new connection reaches some worker: many are made, until all have answered. */
  private void ask(
      LiveNginx nginx, String current, Set<Long> accepting, Map<Long, String> answers) {
    LocalAddress status = ReleaseFiles.status(store.directory(current));
    for (int i = 0;
        i < QUESTIONS_PER_WORKER * accepting.size() && !answers.keySet().containsAll(accepting);
        i++) {
      try {
        LiveNginx.ReleaseAnswer answer = nginx.askRelease(status, ANSWER);
        answers.put(answer.worker(), answer.release());
      } catch (IOException e) {
        return;
      }
    }
  }

  private List<Status.Replica> replicas(LiveNginx nginx, String current) {
    LocalAddress status = ReleaseFiles.status(store.directory(current));
    List<Status.Replica> replicas =
        nginx.askReplicas(status, ANSWER).map(Replicas::parse).orElse(List.of());
    for (Status.Replica replica : replicas) {
      if (replica.state().equals("out")) {
        trouble(
            replica.address() + " of " + replica.model() + " is out: " + replica.lastError(),
            "`vllm-nginx doctor` asks it what it is");
      }
    }
    return replicas;
  }

  private List<Drift> drift(String current) {
    List<Drift> drift = new ArrayList<>();
    store.drift(current).forEach((path, change) -> drift.add(new Drift(path, change)));
    if (!drift.isEmpty()) {
      trouble(
          "release " + current + " on disk is not as it was written, and a reload would read that",
          "put changes into the catalog; " + apply(false) + " puts the files right");
    }
    return drift;
  }

  private @Nullable Instant since(String current) {
    return store.journal().stream()
        .filter(entry -> current.equals(entry.to()) && entry.outcome().equals("applied"))
        .map(JournalEntry::time)
        .reduce((earlier, later) -> later)
        .orElse(null);
  }

  private List<CertificateStatus> certificates(LiveNginx nginx, State state, String current) {
    Optional<Gateway> gateway =
        store
            .catalog(current)
            .map(text -> CatalogReader.read(new SourceText("catalog.yaml", text)))
            .flatMap(checked -> Optional.ofNullable(checked.value()))
            .map(document -> document.catalog().gateway());
    Tls tls = gateway.map(Gateway::tls).orElse(null);
    if (gateway.isEmpty() || tls == null) {
      return List.of();
    }
    List<CertificateStatus> all = new ArrayList<>();
    if (state instanceof State.Running running) {
      LoadedCertificate loaded = LoadedCertificate.of(gateway.get(), nginx, running.master());
      for (String file : loaded.replaced()) {
        trouble(
            file + " was replaced after nginx had read it",
            apply(false) + " makes nginx read it, and proves that");
      }
      X509Certificate served = loaded.served();
      if (served != null && !loaded.replaced().isEmpty()) {
        all.add(certificate(tls.certificate(), served, Use.SERVED));
        inFile(nginx, tls.certificate(), Use.UNREAD).ifPresent(all::add);
        return all;
      }
    }
    inFile(nginx, tls.certificate(), Use.BOTH).ifPresent(all::add);
    return all;
  }

  private Optional<CertificateStatus> inFile(LiveNginx nginx, String path, Use use) {
    try {
      return CertificateCheck.read(nginx.read(Path.of(path)))
          .map(read -> certificate(path, read, use));
    } catch (IOException e) {
      trouble("the certificate " + path + " cannot be read: " + e.getMessage(), "nginx needs it");
      return Optional.empty();
    }
  }

  private CertificateStatus certificate(String path, X509Certificate certificate, Use use) {
    long daysLeft = CertificateCheck.daysLeft(certificate, Instant.now());
    if (daysLeft < 0) {
      trouble(
          "the certificate "
              + path
              + (use == Use.SERVED ? ", as nginx has read it," : "")
              + " has expired",
          "renew it, then " + apply(false));
    }
    return new CertificateStatus(path, certificate.getNotAfter().toInstant(), daysLeft, use);
  }
}
