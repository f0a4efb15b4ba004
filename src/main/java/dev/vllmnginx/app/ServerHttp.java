package dev.vllmnginx.app;

import dev.vllmnginx.catalog.Secret;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** How this program speaks to servers of a catalog, and what it says when they do not answer. */
public final class ServerHttp {
  private ServerHttp() {}

  /** HTTP/1.1 as vLLM has it, without a proxy and without following redirects. */
  public static HttpClient client(Duration connectTimeout) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .proxy(HttpClient.Builder.NO_PROXY)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(connectTimeout)
        .build();
  }

  /**
   * {@code GET} of a path.
   *
   * @param key what the server wants; null: nothing
   */
  public static HttpRequest.Builder get(String address, String path, @Nullable Secret key) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + address + path));
    return key == null ? request : request.header("Authorization", "Bearer " + key.reveal());
  }

  /**
   * Why there is no answer, to follow the server's name.
   *
   * @param limit how long an answer was waited for
   * @return null where the cause says no more than that the connection broke off
   */
  public static @Nullable String silence(@Nullable Throwable cause, Duration limit) {
    if (cause instanceof TimeoutException || cause instanceof HttpTimeoutException) {
      return "does not answer within " + limit.toSeconds() + " s";
    }
    if (cause instanceof ConnectException) {
      return cause.getCause() instanceof UnresolvedAddressException
          ? "has a name that cannot be resolved"
          : "refuses the connection: is vLLM up? (it does not listen while it loads)";
    }
    return null;
  }
}
