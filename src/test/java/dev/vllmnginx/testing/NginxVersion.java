package dev.vllmnginx.testing;

import java.util.List;
import java.util.Locale;

/**
 * The versions of nginx that the gateway is tested on, each as a container image that
 * setup-tests.sh provides.
 */
public enum NginxVersion {
  V1_22("1.22", false),
  V1_26("1.26", false),
  NEWEST("newest", true);

  /** What runs the gateway's JavaScript. */
  public enum Engine {
    NJS,
    QJS
  }

  private final String label;
  private final boolean quickJs;

  NginxVersion(String label, boolean quickJs) {
    this.label = label;
    this.quickJs = quickJs;
  }

  /** The image's name, which setup-tests.sh leaves in the environment. */
  public String image() {
    String variable = "VLLM_NGINX_TEST_IMAGE_" + label.toUpperCase(Locale.ROOT).replace('.', '_');
    String image = System.getenv(variable);
    if (image == null || image.isEmpty()) {
      throw new IllegalStateException(
          variable + " is not set. Run the tests by sh src/bin/test.sh, or see setup-tests.sh.");
    }
    return image;
  }

  public List<Engine> engines() {
    return quickJs ? List.of(Engine.NJS, Engine.QJS) : List.of(Engine.NJS);
  }

  @Override
  public String toString() {
    return label;
  }
}
