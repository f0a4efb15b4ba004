/** The routes of a catalog, drawn. */
@NullMarked
package dev.vllmnginx.app.graph;

import org.jspecify.annotations.NullMarked;
