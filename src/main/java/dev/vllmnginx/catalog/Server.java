package dev.vllmnginx.catalog;

/**
 * One vLLM server, a parameter list of nginx's {@code server} in {@code upstream}.
 *
 * @param address where it listens
 * @param weight share of requests, 1 to 1000
 * @param maxConns most requests at a time per nginx ({@code max_conns}); 0: unlimited
 * @param maxFails failures within {@code failTimeout} that take it out; 0: never
 * @param failTimeout the time in which failures are counted, and for which it is left alone
 * @param backup used only when the others are unavailable
 * @param down never used
 */
public record Server(
    ServerAddress address,
    int weight,
    int maxConns,
    int maxFails,
    TimeSpan failTimeout,
    boolean backup,
    boolean down) {

  public Server withAddress(ServerAddress changed) {
    return new Server(changed, weight, maxConns, maxFails, failTimeout, backup, down);
  }
}
