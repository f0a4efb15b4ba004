package dev.vllmnginx.catalog;

/** Whose nginx.conf it is. */
public enum Layout {
  /** The tree has its own nginx.conf and owns the whole nginx. */
  STANDALONE,
  /** The tree is included into the {@code http} block of an nginx that also serves other sites. */
  INCLUDE
}
