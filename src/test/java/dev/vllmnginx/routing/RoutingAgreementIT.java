package dev.vllmnginx.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.routing.DecisionServer.Knowledge;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.OnEveryNginx;
import dev.vllmnginx.testing.RawConnection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * The model that the gateway decides on is the one that Python's {@code json.loads(body)["model"]}
 * gives in vLLM, or the request is refused, and for a reason that the body gives: on every nginx,
 * for every class of JSON text that parsers disagree on and for random bodies.
 *
 * <p>{@code -Drouting.bodies=N} sets how many random bodies each nginx gets, {@code
 * -Drouting.seed=S} which, {@code -Drouting.oracle=jackson} asks Jackson although there is a
 * Python.
 */
@OnEveryNginx
class RoutingAgreementIT {
  private static final int BODIES = Integer.getInteger("routing.bodies", 30_000);
  private static final long SEED = Long.getLong("routing.seed", System.nanoTime());
  private static final int CONNECTIONS = 4;
  private static final int SHOWN = 10;

  private final NginxRuntime runtime;

  RoutingAgreementIT(NginxRuntime runtime) {
    this.runtime = runtime;
  }

  @Test
  void agreesOnEveryClassOfJsonText() throws Exception {
    List<String> faults = new ArrayList<>();
    int bodies = 0;
    try (DecisionServer server = new DecisionServer(runtime);
        RawConnection connection = server.connect();
        Oracle oracle = Oracle.open()) {
      for (byte[] text : JsonClasses.texts()) {
        for (byte[] body : JsonClasses.bodies(text)) {
          if (body.length > 0) { // The gateway answers a request without a body before it decides.
            for (Knowledge knowledge : Knowledge.values()) {
              check(connection, oracle, body, knowledge, faults);
            }
            bodies++;
          }
        }
      }
    }
    report(bodies, "JSON texts", faults);
  }

  @Test
  void agreesOnBodiesAroundEveryBorder() throws Exception {
    List<String> faults = new ArrayList<>();
    List<byte[]> bodies = BorderBodies.all();
    try (DecisionServer server = new DecisionServer(runtime);
        RawConnection connection = server.connect();
        Oracle oracle = Oracle.open()) {
      for (byte[] body : bodies) {
        for (Knowledge knowledge : Knowledge.values()) {
          check(connection, oracle, body, knowledge, faults);
        }
      }
    }
    report(bodies.size(), "bodies around borders", faults);
  }

  @Test
  void agreesOnRandomBodies() throws Exception {
    List<String> faults = Collections.synchronizedList(new ArrayList<>());
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    try (DecisionServer server = new DecisionServer(runtime)) {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        long seed = SEED + i;
        tasks.add(() -> checkRandom(server, seed, faults));
      }
      for (Future<Void> task : threads.invokeAll(tasks)) {
        await(task);
      }
    } finally {
      threads.shutdownNow();
    }
    report(BODIES, "random bodies, -Drouting.seed=" + SEED, faults);
  }

  private static Void checkRandom(DecisionServer server, long seed, List<String> faults) {
    BodyGenerator generator = new BodyGenerator(seed);
    try (RawConnection connection = server.connect();
        Oracle oracle = Oracle.open()) {
      for (int i = 0; i < BODIES / CONNECTIONS && faults.size() < SHOWN; i++) {
        Knowledge knowledge =
            i % 8 == 0 ? Knowledge.UNTOLD : i % 2 == 0 ? Knowledge.TOLD : Knowledge.SEARCHED;
        check(connection, oracle, generator.next(), knowledge, faults);
      }
    }
    return null;
  }

  private static void check(
      RawConnection connection,
      Oracle oracle,
      byte[] body,
      Knowledge knowledge,
      List<String> faults) {
    var decision = DecisionServer.ask(connection, body, knowledge);
    Judgement vllm = oracle.judge(body);
    Agreement.fault(vllm, decision)
        .ifPresent(
            fault ->
                faults.add(
                    "%s: %s (%s), but vLLM: %s"
                        .formatted(new String(body, ISO_8859_1), fault, knowledge, vllm)));
  }

  private static void await(Future<Void> task) throws Exception {
    try {
      task.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  private void report(int bodies, String what, List<String> faults) {
    System.out.printf("%s: %d %s, %d disagreements%n", runtime, bodies, what, faults.size());
    assertThat(faults.stream().limit(SHOWN).toList()).as("%s, %s", runtime, what).isEmpty();
  }
}
