/** Digests of bytes. A leaf: it depends on nothing else of this program. */
@NullMarked
package dev.vllmnginx.digest;

import org.jspecify.annotations.NullMarked;
