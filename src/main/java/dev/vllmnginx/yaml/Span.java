package dev.vllmnginx.yaml;

/**
 * A stretch of a text.
 *
 * @param start the first character
 * @param end just behind the last character
 */
public record Span(Position start, Position end) {}
