package dev.vllmnginx.app.doctor;

import dev.vllmnginx.app.doctor.Complaint.Kind;
import dev.vllmnginx.catalog.Endpoint;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.ModelName;
import dev.vllmnginx.catalog.ModelType;
import dev.vllmnginx.catalog.Server;
import dev.vllmnginx.catalog.UpstreamKey;
import dev.vllmnginx.diagnostics.Visible;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One server against the catalog. A path that exists answers a {@code GET} with 405, one that does
 * not with 404: so no model has to work for it.
 */
final class Examination {
  /** nginx keeps idle connections for 4 s; a request on one that the server closes is lost. */
  private static final Duration KEPT_BY_NGINX = Duration.ofSeconds(4);

  private final Model model;
  private final Questions questions;
  private final List<Complaint> complaints = new ArrayList<>();
  private final List<String> served = new ArrayList<>();
  private @Nullable String version;
  private long maxModelLength;

  private Examination(Model model, Server server, HttpClient client) {
    this.model = model;
    this.questions = new Questions(client, server.address(), model.serverKey());
  }

  static ServerReport of(Model model, Server server, HttpClient client) {
    Examination examination = new Examination(model, server, client);
    if (!server.down()) {
      examination.run();
    }
    return new ServerReport(
        server.address(),
        server.down(),
        examination.version,
        examination.served,
        examination.maxModelLength,
        examination.complaints);
  }

  private void run() {
    if (health() && models()) {
      version();
      endpoints();
    }
    if (complaints.isEmpty()) {
      keepAlive();
    }
  }

  private boolean health() {
    Reply reply = questions.get("/health");
    if (reply instanceof Reply.Silence silence) {
      error(Kind.UNREACHABLE, silence.reason(), null);
      return false;
    }
    int status = ((Reply.Answer) reply).status();
    if (status == 503) {
      error(Kind.UNHEALTHY, "says 503 to GET /health: its engine is dead", "restart it");
      return false;
    }
    if (status != 200) {
      error(Kind.NOT_VLLM, "answers GET /health with " + status + ", not as vLLM does", null);
    }
    return true;
  }

  private boolean models() {
    Reply reply = questions.get("/v1/models");
    if (reply instanceof Reply.Silence silence) {
      error(Kind.UNREACHABLE, silence.reason(), null);
      return false;
    }
    Reply.Answer answer = (Reply.Answer) reply;
    if (answer.status() == 401) {
      keyNeeded();
      return false;
    }
    JsonNode data = json(answer).path("data");
    if (answer.status() != 200 || !data.isArray()) {
      error(Kind.NOT_VLLM, "does not list its models as vLLM does", "is it another program?");
      return false;
    }
    for (JsonNode entry : data) {
      entry.path("id").stringValueOpt().ifPresent(served::add);
      maxModelLength = Math.max(maxModelLength, entry.path("max_model_len").asLong(0));
    }
    names();
    return true;
  }

  private void keyNeeded() {
    UpstreamKey key = model.upstreamKey();
    if (key == null) {
      error(
          Kind.KEY_NEEDED,
          "wants a key (--api-key), and gets none",
          "name the file with the key: upstream_key: {file: my.key}");
    } else {
      error(
          Kind.KEY_NEEDED,
          "refuses the key in " + Visible.quote(key.file()),
          "it must be what vLLM was started with as --api-key");
    }
  }

  private void names() {
    List<String> missing =
        model.namesOnServers().stream()
            .map(ModelName::value)
            .filter(name -> !served.contains(name))
            .toList();
    if (!missing.isEmpty()) {
      String all =
          model.namesOnServers().stream().map(ModelName::value).collect(Collectors.joining(" "));
      error(
          Kind.MISSING_NAME,
          "serves " + (served.isEmpty() ? "nothing" : quoted(served)) + ", not " + quoted(missing),
          "start it with --served-model-name " + all);
    }
  }

  private void version() {
    Reply reply = questions.get("/version");
    if (reply instanceof Reply.Answer answer && answer.status() == 200) {
      version = json(answer).path("version").stringValueOpt().orElse(null);
    }
    if (version == null) {
      complaints.add(
          Complaint.warning(Kind.NOT_VLLM, "does not tell its version as vLLM does", null));
    }
  }

  private void endpoints() {
    List<String> missing =
        model.endpoints().stream().map(Endpoint::path).filter(path -> !has(path)).toList();
    if (missing.size() == model.endpoints().size() && !missing.isEmpty()) {
      Optional<ModelType> like =
          Arrays.stream(ModelType.values())
              .filter(type -> type != model.type() && isLike(type))
              .findFirst();
      error(
          Kind.WRONG_TYPE,
          "has none of the paths of the type " + Visible.quote(model.type().keyword()),
          like.map(type -> "its type looks like " + Visible.quote(type.keyword())).orElse(null));
    } else if (!missing.isEmpty()) {
      complaints.add(
          Complaint.warning(
              Kind.MISSING_ENDPOINT,
              "has no " + String.join(", no ", missing),
              "another version of vLLM may; requests to it get vLLM's 404"));
    }
  }

  /** In the order of types: an embedding model has the paths of the later ones too. */
  private boolean isLike(ModelType type) {
    return Endpoint.of(type).stream().limit(1).allMatch(endpoint -> has(endpoint.path()))
        && !Endpoint.of(type).isEmpty();
  }

  /** Silence is not held against it: whoever says nothing has said so before. */
  private boolean has(String path) {
    return !(questions.get(path) instanceof Reply.Answer answer && answer.status() == 404);
  }

  private void keepAlive() {
    Duration idle = questions.closesIdleWithin(KEPT_BY_NGINX);
    if (idle != null) {
      error(
          Kind.KEEP_ALIVE,
          "closes idle connections after %d ms, and nginx keeps them for %d s"
              .formatted(idle.toMillis(), KEPT_BY_NGINX.toSeconds()),
          "leave VLLM_HTTP_TIMEOUT_KEEP_ALIVE at 5 or above: a request on such a connection is"
              + " lost");
    }
  }

  private void error(Kind kind, String message, @Nullable String hint) {
    complaints.add(Complaint.error(kind, message, hint));
  }

  private static JsonNode json(Reply.Answer answer) {
    try {
      return JsonMapper.shared().readTree(answer.body());
    } catch (JacksonException e) {
      return JsonMapper.shared().nullNode();
    }
  }

  private static String quoted(List<String> names) {
    return names.stream().map(Visible::quote).collect(Collectors.joining(", "));
  }
}
