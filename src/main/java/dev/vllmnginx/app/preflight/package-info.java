/** What must be right on a machine before nginx is told to read a new configuration. */
@NullMarked
package dev.vllmnginx.app.preflight;

import org.jspecify.annotations.NullMarked;
