/**
 * Small servers that answer like vLLM, on free loopback ports, for trying a gateway where no vLLM
 * runs. They use the JDK's sockets and a JSON reader, and nothing else of this program.
 */
@NullMarked
package dev.vllmnginx.standin;

import org.jspecify.annotations.NullMarked;
