/** Catalogs that go live on real nginx: what is promised when it works, and when it does not. */
@NullMarked
package dev.vllmnginx.live;

import org.jspecify.annotations.NullMarked;
