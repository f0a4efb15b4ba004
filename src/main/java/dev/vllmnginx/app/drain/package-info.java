/** Taking a server out without losing what it is working on. */
@NullMarked
package dev.vllmnginx.app.drain;

import org.jspecify.annotations.NullMarked;
