/** Text edits of a catalog that keep everything they do not mean to change. */
@NullMarked
package dev.vllmnginx.edit;

import org.jspecify.annotations.NullMarked;
