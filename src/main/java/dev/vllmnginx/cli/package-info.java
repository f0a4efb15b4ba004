/**
 * The command line: one class per command. Options in, one use case called, its result printed. The
 * only package that sees picocli, the terminal and {@code System}.
 */
@NullMarked
package dev.vllmnginx.cli;

import org.jspecify.annotations.NullMarked;
