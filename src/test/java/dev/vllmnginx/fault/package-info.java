/** What becomes of requests when servers, clients or nginx itself fail, with figures. */
@NullMarked
package dev.vllmnginx.fault;

import org.jspecify.annotations.NullMarked;
