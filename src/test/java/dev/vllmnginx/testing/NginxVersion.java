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

  /**
   * The image's name: {@code VLLM_NGINX_TEST_IMAGE_…} in the environment, else the one that
   * setup-tests.sh builds.
   */
  public String image() {
    String set =
        System.getenv("VLLM_NGINX_TEST_IMAGE_" + label.toUpperCase(Locale.ROOT).replace('.', '_'));
    return set == null || set.isEmpty() ? "vllm-nginx-test/nginx:" + label : set;
  }

  public List<Engine> engines() {
    return quickJs ? List.of(Engine.NJS, Engine.QJS) : List.of(Engine.NJS);
  }

  @Override
  public String toString() {
    return label;
  }
}
