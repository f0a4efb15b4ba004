package dev.vllmnginx.diagnostics;

/**
 * A mistake and how it is mended: parts of a catalog, whole from the first column on; what a
 * catalog needs besides is left out.
 *
 * @param wrong lines that lead to the finding, each with its line feed
 * @param right lines that lead to no finding
 */
public record CodeExample(String wrong, String right) {}
