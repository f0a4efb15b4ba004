package dev.vllmnginx.yaml;

/**
 * A place in a text.
 *
 * @param line 1 for the first line
 * @param column 1 for the first character of the line, counted in code points
 * @param offset 0 for the first {@code char} of the text
 */
public record Position(int line, int column, int offset) {}
