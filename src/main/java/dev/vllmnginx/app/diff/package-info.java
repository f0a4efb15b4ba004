/** What would change against what is live. */
@NullMarked
package dev.vllmnginx.app.diff;

import org.jspecify.annotations.NullMarked;
