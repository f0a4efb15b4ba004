/** What is wrong, where, and how to mend it: codes, locations, text and JSON rendering. */
@NullMarked
package dev.vllmnginx.diagnostics;

import org.jspecify.annotations.NullMarked;
