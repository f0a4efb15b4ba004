/** What the gateway's njs/decision.js decides, against the parser that vLLM uses. */
@NullMarked
package dev.vllmnginx.routing;

import org.jspecify.annotations.NullMarked;
