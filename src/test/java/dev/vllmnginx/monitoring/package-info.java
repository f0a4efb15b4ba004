/** The generated monitoring, read by a real Prometheus. */
@NullMarked
package dev.vllmnginx.monitoring;

import org.jspecify.annotations.NullMarked;
