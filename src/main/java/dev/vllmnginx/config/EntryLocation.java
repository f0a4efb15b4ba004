package dev.vllmnginx.config;

import dev.vllmnginx.config.syntax.Size;
import dev.vllmnginx.config.syntax.UriPath;

/**
 * An exact path that clients may post to.
 *
 * @param anthropic whether errors have the shape of Anthropic's API
 * @param form whether bodies are {@code multipart/form-data} instead of JSON
 * @param maxBodySize {@code client_max_body_size}: the largest among the models that it reaches
 * @param bodyBufferSize {@code client_body_buffer_size}: the script reads bodies from memory only
 */
public record EntryLocation(
    UriPath path, boolean anthropic, boolean form, Size maxBodySize, Size bodyBufferSize) {}
