package dev.vllmnginx.routing;

/** Knows what vLLM makes of a body. Not for several threads. */
interface Oracle extends AutoCloseable {
  Judgement judge(byte[] body);

  @Override
  void close();

  /** Python's own parser where there is a Python; Jackson elsewhere, or where it is asked for. */
  static Oracle open() {
    boolean jackson = "jackson".equals(System.getProperty("routing.oracle"));
    return !jackson && PythonOracle.isInstalled() ? new PythonOracle() : new JacksonOracle();
  }
}
