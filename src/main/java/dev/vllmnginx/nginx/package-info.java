/**
 * The local nginx: version and build, configuration test, its messages, a private running instance.
 */
@NullMarked
package dev.vllmnginx.nginx;

import org.jspecify.annotations.NullMarked;
