/**
 * What tests against a real nginx are built from: nginx itself, backends that record, a client that
 * speaks bytes.
 */
@NullMarked
package dev.vllmnginx.testing;

import org.jspecify.annotations.NullMarked;
