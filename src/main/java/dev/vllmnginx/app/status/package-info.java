/** What is on disk, what runs, and whether the two agree. */
@NullMarked
package dev.vllmnginx.app.status;

import org.jspecify.annotations.NullMarked;
