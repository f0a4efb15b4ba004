/**
 * The configuration in nginx's own words. All naming, ordering and decisions are made here, so that
 * the templates stay plain.
 */
@NullMarked
package dev.vllmnginx.config;

import org.jspecify.annotations.NullMarked;
