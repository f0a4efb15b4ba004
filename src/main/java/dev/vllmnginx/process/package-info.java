/** Runs a program from an argument list, never through a shell, with a time limit. */
@NullMarked
package dev.vllmnginx.process;

import org.jspecify.annotations.NullMarked;
