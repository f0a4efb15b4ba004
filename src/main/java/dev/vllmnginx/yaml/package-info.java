/**
 * YAML text to a tree of nodes that know their line, column and offset. The only package that sees
 * the YAML library.
 */
@NullMarked
package dev.vllmnginx.yaml;

import org.jspecify.annotations.NullMarked;
