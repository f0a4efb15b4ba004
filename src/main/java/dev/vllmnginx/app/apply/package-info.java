/**
 * Putting a catalog live: staged as a release, tested, switched to, reloaded and proved, or taken
 * back. nginx reads {@code ROOT/current/nginx.conf}; includes in it are relative, and nginx
 * resolves them against the directory of the main file as it was named, so that a reload follows
 * the link.
 */
@NullMarked
package dev.vllmnginx.app.apply;

import org.jspecify.annotations.NullMarked;
