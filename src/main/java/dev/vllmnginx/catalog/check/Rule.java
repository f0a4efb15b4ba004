package dev.vllmnginx.catalog.check;

import java.util.List;

/** Something that values of a catalog must fulfil together. */
public interface Rule {
  /** Every violation, in any order. */
  List<Finding> check(Subject subject);
}
