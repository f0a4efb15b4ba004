/**
 * Trying a catalog out on this machine: the real nginx on a loopback port, with stand-ins for the
 * servers that do not answer.
 */
@NullMarked
package dev.vllmnginx.app.trial;

import org.jspecify.annotations.NullMarked;
