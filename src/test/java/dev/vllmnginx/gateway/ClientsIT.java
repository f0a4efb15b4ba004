package dev.vllmnginx.gateway;

import static dev.vllmnginx.gateway.TestGateway.CHAT_MODEL;
import static dev.vllmnginx.gateway.TestGateway.EMBEDDING_MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.NotFoundException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.OnEveryNginx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The clients that people use, unchanged. */
@OnEveryNginx
class ClientsIT {
  private final String url;
  private final OpenAIClient openai;

  ClientsIT(NginxRuntime runtime) {
    url = TestGateway.on(runtime).baseUrl(false);
    openai = OpenAIOkHttpClient.builder().baseUrl(url).apiKey("unused").maxRetries(0).build();
  }

  private static ChatCompletionCreateParams chat(String model) {
    return ChatCompletionCreateParams.builder().model(model).addUserMessage("Hello!").build();
  }

  @Test
  void openaiJavaChatsEmbedsAndLists() {
    assertThat(openai.chat().completions().create(chat(CHAT_MODEL)).model()).isEqualTo(CHAT_MODEL);
    try (StreamResponse<ChatCompletionChunk> stream =
        openai.chat().completions().createStreaming(chat(CHAT_MODEL))) {
      assertThat(stream.stream().count()).isGreaterThan(1);
    }
    assertThat(
            openai
                .embeddings()
                .create(EmbeddingCreateParams.builder().model(EMBEDDING_MODEL).input("hi").build())
                .data())
        .hasSize(1);
    assertThat(openai.models().list().data())
        .extracting(model -> model.id())
        .contains(CHAT_MODEL, EMBEDDING_MODEL);
  }

  @Test
  void openaiJavaKnowsAnUnknownModelForWhatItIs() {
    assertThatThrownBy(() -> openai.chat().completions().create(chat("nope")))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("The model `nope` does not exist");
  }

  @Test
  void langChain4jChatsStreamsAndEmbeds() throws Exception {
    assertThat(
            OpenAiChatModel.builder()
                .baseUrl(url)
                .apiKey("unused")
                .modelName(CHAT_MODEL)
                .build()
                .chat("Hello!"))
        .isNotEmpty();
    CompletableFuture<ChatResponse> streamed = new CompletableFuture<>();
    OpenAiStreamingChatModel.builder()
        .baseUrl(url)
        .apiKey("unused")
        .modelName(CHAT_MODEL)
        .build()
        .chat("Hello!", completing(streamed));
    assertThat(streamed.get(20, TimeUnit.SECONDS).aiMessage().text()).isNotEmpty();
    assertThat(
            OpenAiEmbeddingModel.builder()
                .baseUrl(url)
                .apiKey("unused")
                .modelName(EMBEDDING_MODEL)
                .build()
                .embed("Hello!")
                .content()
                .vector())
        .isNotEmpty();
  }

  @Test
  void langChain4jKnowsAnUnknownModelForWhatItIs() {
    OpenAiChatModel model =
        OpenAiChatModel.builder()
            .baseUrl(url)
            .apiKey("unused")
            .modelName("nope")
            .maxRetries(0)
            .build();

    assertThatThrownBy(() -> model.chat("Hello!")).isInstanceOf(ModelNotFoundException.class);
  }

  private static StreamingChatResponseHandler completing(CompletableFuture<ChatResponse> result) {
    return new StreamingChatResponseHandler() {
      @Override
      public void onCompleteResponse(ChatResponse response) {
        result.complete(response);
      }

      @Override
      public void onError(Throwable error) {
        result.completeExceptionally(error);
      }
    };
  }
}
