/**
 * Text that already is nginx syntax, one type per position in the configuration. Each checks in its
 * constructor that it holds nothing which could end its token early; a violation is a programmer's
 * error, since the catalog's own grammars are narrower.
 */
@NullMarked
package dev.vllmnginx.config.syntax;

import org.jspecify.annotations.NullMarked;
