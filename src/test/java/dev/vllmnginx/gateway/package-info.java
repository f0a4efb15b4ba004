/** What a generated gateway does, on every real nginx. */
@NullMarked
package dev.vllmnginx.gateway;

import org.jspecify.annotations.NullMarked;
