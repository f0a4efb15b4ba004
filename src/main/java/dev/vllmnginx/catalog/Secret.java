package dev.vllmnginx.catalog;

/** A text that no message, log, difference or file for others may show. */
public final class Secret {
  private final String text;

  public Secret(String text) {
    this.text = text;
  }

  /** The text itself. */
  public String reveal() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
