package dev.vllmnginx.diagnostics;

/** How bad a finding is. Warnings fail a command only under {@code --strict}. */
public enum Severity {
  ERROR,
  WARNING
}
