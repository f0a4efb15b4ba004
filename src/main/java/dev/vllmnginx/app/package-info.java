/** The use cases: plain classes that return sealed result records. */
@NullMarked
package dev.vllmnginx.app;

import org.jspecify.annotations.NullMarked;
