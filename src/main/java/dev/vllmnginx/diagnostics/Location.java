package dev.vllmnginx.diagnostics;

/**
 * A stretch of one line of a file.
 *
 * @param file the file as the user named it
 * @param line 1 for the first line
 * @param column 1 for the first character of the line, counted in code points
 * @param length code points to underline, at least 1
 */
public record Location(String file, int line, int column, int length) {}
