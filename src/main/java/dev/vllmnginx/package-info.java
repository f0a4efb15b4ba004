/** Compiles one YAML model catalog into an nginx gateway for vLLM services. */
@NullMarked
package dev.vllmnginx;

import org.jspecify.annotations.NullMarked;
