/** Rules that need more than one value: one small class per rule. */
@NullMarked
package dev.vllmnginx.catalog.check;

import org.jspecify.annotations.NullMarked;
