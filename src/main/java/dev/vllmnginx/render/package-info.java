/** Render model to bytes, by FreeMarker templates that escape by construction. */
@NullMarked
package dev.vllmnginx.render;

import org.jspecify.annotations.NullMarked;
