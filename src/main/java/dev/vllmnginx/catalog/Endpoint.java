package dev.vllmnginx.catalog;

import static dev.vllmnginx.catalog.ModelType.CHAT;
import static dev.vllmnginx.catalog.ModelType.CLASSIFY;
import static dev.vllmnginx.catalog.ModelType.EMBEDDING;
import static dev.vllmnginx.catalog.ModelType.POOLING;
import static dev.vllmnginx.catalog.ModelType.RERANK;
import static dev.vllmnginx.catalog.ModelType.TRANSCRIPTION;

import dev.vllmnginx.diagnostics.Suggestions;
import dev.vllmnginx.diagnostics.Visible;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The requests that the gateway passes on; everything else never reaches a vLLM. A model has the
 * endpoints of its type unless the catalog lists others. Which ones vLLM answers follows from the
 * tasks that the model has (its {@code register_pooling_api_routers} and its neighbours).
 */
public enum Endpoint {
  CHAT_COMPLETIONS("/v1/chat/completions", CHAT),
  COMPLETIONS("/v1/completions", CHAT),
  RESPONSES("/v1/responses", CHAT),
  MESSAGES("/v1/messages", Protocol.ANTHROPIC, CHAT),
  COUNT_TOKENS("/v1/messages/count_tokens", Protocol.ANTHROPIC, CHAT),
  EMBEDDINGS("/v1/embeddings", EMBEDDING),
  EMBED_V2("/v2/embed", EMBEDDING),
  RERANK_UNVERSIONED("/rerank", RERANK, EMBEDDING, CLASSIFY, POOLING),
  RERANK_V1("/v1/rerank", RERANK, EMBEDDING, CLASSIFY, POOLING),
  RERANK_V2("/v2/rerank", RERANK, EMBEDDING, CLASSIFY, POOLING),
  SCORE("/score", RERANK, EMBEDDING, CLASSIFY, POOLING),
  SCORE_V1("/v1/score", RERANK, EMBEDDING, CLASSIFY, POOLING),
  CLASSIFICATIONS("/classify", CLASSIFY, RERANK),
  POOLINGS("/pooling", POOLING, EMBEDDING, RERANK, CLASSIFY),
  TRANSCRIPTIONS("/v1/audio/transcriptions", Protocol.FORM, TRANSCRIPTION, CHAT),
  TRANSLATIONS("/v1/audio/translations", Protocol.FORM, TRANSCRIPTION, CHAT),
  TOKENIZE("/tokenize", null, ModelType.values()),
  DETOKENIZE("/detokenize", null, ModelType.values()),
  RESPONSE("/v1/responses/{id}", Protocol.BY_ID, null, CHAT),
  CANCEL_RESPONSE("/v1/responses/{id}/cancel", Protocol.BY_ID, null, CHAT);

  /** How clients ask. */
  public enum Protocol {
    /** JSON; errors have the shape of OpenAI's API. */
    JSON,
    /** The same with Anthropic's errors. */
    ANTHROPIC,
    /** {@code multipart/form-data}, with the model in a field of that name. */
    FORM,
    /** No body that names a model: only the server that has the object can answer. */
    BY_ID
  }

  private final String path;
  private final Protocol protocol;
  private final @Nullable ModelType owner;

  @SuppressWarnings("ImmutableEnumChecker") // filled once, never handed out
  private final Set<ModelType> possible = EnumSet.noneOf(ModelType.class);

  /**
   * @param owner the type that has it without being told; null: none has
   * @param others types that may be given it
   */
  Endpoint(String path, @Nullable ModelType owner, ModelType... others) {
    this(path, Protocol.JSON, owner, others);
  }

  Endpoint(String path, Protocol protocol, @Nullable ModelType owner, ModelType... others) {
    this.path = path;
    this.protocol = protocol;
    this.owner = owner;
    possible.addAll(Arrays.asList(others));
    if (owner != null) {
      possible.add(owner);
    }
  }

  /** The exact path, on the gateway and on vLLM. */
  public String path() {
    return path;
  }

  public Protocol protocol() {
    return protocol;
  }

  /** Whether vLLM can answer it with some model of this type. */
  public boolean isPossibleFor(ModelType type) {
    return possible.contains(type);
  }

  /** The types that {@link #isPossibleFor} accepts, in the order of declaration. */
  public List<ModelType> possibleTypes() {
    return List.copyOf(possible);
  }

  /** The endpoints that a type has without being told, in the order of declaration. */
  public static List<Endpoint> of(ModelType type) {
    return Arrays.stream(values()).filter(endpoint -> endpoint.owner == type).toList();
  }

  /** Reads a path as the catalog has it. */
  public static Parsed<Endpoint> parse(String text) {
    for (Endpoint endpoint : values()) {
      if (endpoint.path.equals(text)) {
        return Parsed.of(endpoint);
      }
    }
    List<String> paths = Arrays.stream(values()).map(Endpoint::path).toList();
    return Parsed.bad(
        Visible.quote(text) + " is not an endpoint that this gateway can offer",
        Suggestions.didYouMean(text, paths)
            .orElse("the endpoints are " + String.join(", ", paths)));
  }
}
