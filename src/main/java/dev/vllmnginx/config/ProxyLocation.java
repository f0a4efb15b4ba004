package dev.vllmnginx.config;

import dev.vllmnginx.config.syntax.Duration;
import dev.vllmnginx.config.syntax.Identifier;
import dev.vllmnginx.config.syntax.UriPath;
import org.jspecify.annotations.Nullable;

/**
 * A named location that passes requests to an upstream.
 *
 * @param rename the named location that comes before it: there a script puts the name that the
 *     servers know into the body, which this one then sends; null: the body goes on as it came
 * @param path the path on vLLM, literal, so that nothing of the client's path or query gets
 *     through; null: the script has made it
 * @param anthropic whether errors have the shape of Anthropic's API
 * @param form whether bodies are {@code multipart/form-data} instead of JSON
 * @param retryTimeouts whether a server that does not accept in time may be followed by another
 * @param retryWindow {@code proxy_next_upstream_timeout}: after this long no other server is tried
 */
public record ProxyLocation(
    Identifier name,
    @Nullable Identifier rename,
    @Nullable UriPath path,
    boolean anthropic,
    boolean form,
    Duration connectTimeout,
    Duration readTimeout,
    Duration sendTimeout,
    boolean retryTimeouts,
    Duration retryWindow) {}
