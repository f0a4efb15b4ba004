/** Generated trees on disk: manifest, differences, atomic writing. */
@NullMarked
package dev.vllmnginx.release;

import org.jspecify.annotations.NullMarked;
