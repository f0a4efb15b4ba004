package dev.vllmnginx.standin;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a server says about itself. */
final class Pages {
  private final StandInSettings settings;
  private final IntSupplier running;

  Pages(StandInSettings settings, IntSupplier running) {
    this.settings = settings;
    this.running = running;
  }

  JsonNode load() {
    return Json.object().put("server_load", running.getAsInt());
  }

  /** {@code GET /v1/models}: every served name is a model of its own. */
  JsonNode models() {
    long now = System.currentTimeMillis() / 1000;
    ArrayNode list = Json.array();
    settings.servedNames().forEach(name -> list.add(model(name, now)));
    return Json.object().put("object", "list").set("data", list);
  }

  private ObjectNode model(String name, long now) {
    ObjectNode permission =
        Json.object()
            .put("id", "modelperm-%016x".formatted(ThreadLocalRandom.current().nextLong()))
            .put("object", "model_permission")
            .put("created", now)
            .put("allow_create_engine", false)
            .put("allow_sampling", true)
            .put("allow_logprobs", true)
            .put("allow_search_indices", false)
            .put("allow_view", true)
            .put("allow_fine_tuning", false)
            .put("organization", "*")
            .putNull("group")
            .put("is_blocking", false);
    return Json.object()
        .put("id", name)
        .put("object", "model")
        .put("created", now)
        .put("owned_by", "vllm")
        .put("root", settings.firstName())
        .putNull("parent")
        .put("max_model_len", settings.kind().maxModelLength())
        .set("permission", Json.array(permission));
  }

  /** The two gauges that say whether a server is idle. */
  Answer metrics() {
    String labels = "{engine=\"0\",model_name=\"" + settings.firstName() + "\"} ";
    String text =
        """
        # HELP vllm:num_requests_running Number of requests in model execution batches.
        # TYPE vllm:num_requests_running gauge
        vllm:num_requests_running%s%d.0
        # HELP vllm:num_requests_waiting Number of requests waiting to be processed.
        # TYPE vllm:num_requests_waiting gauge
        vllm:num_requests_waiting%s0.0
        """
            .formatted(labels, running.getAsInt(), labels);
    return Answer.text(200, "text/plain; version=1.0.0; charset=utf-8", text);
  }
}
