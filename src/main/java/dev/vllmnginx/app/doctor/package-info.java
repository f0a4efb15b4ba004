/** Asks the servers of a catalog what they are, and says what disagrees with it. */
@NullMarked
package dev.vllmnginx.app.doctor;

import org.jspecify.annotations.NullMarked;
