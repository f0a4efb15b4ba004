/** The model catalog as immutable records whose values are valid by construction. */
@NullMarked
package dev.vllmnginx.catalog;

import org.jspecify.annotations.NullMarked;
