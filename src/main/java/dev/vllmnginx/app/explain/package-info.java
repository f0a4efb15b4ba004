/** What codes, keys of a catalog and exit codes mean, from where each of them is defined. */
@NullMarked
package dev.vllmnginx.app.explain;

import org.jspecify.annotations.NullMarked;
