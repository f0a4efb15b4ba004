/** Nodes to records, collecting every diagnostic on the way. */
@NullMarked
package dev.vllmnginx.catalog.read;

import org.jspecify.annotations.NullMarked;
