package dev.vllmnginx.catalog.check;

import java.util.List;

/**
 * Every rule. A new one needs a class, a line here, and a case that breaks it and one that does
 * not.
 */
public final class Rules {
  public static final List<Rule> ALL =
      List.of(
          new DistinctNames(),
          new KnownFallbackModels(),
          new PossibleEndpoints(),
          new EndpointsById(),
          new DistinctServers(),
          new SharedServers(),
          new NoGatewayLoop(),
          new DistinctListenAddresses(),
          new DistinctServerNames(),
          new BackupsNeedOrder(),
          new ActiveServers(),
          new DistinctApiKeys(),
          new ActiveApiKeys(),
          new KnownKeyModels(),
          new ClientCertificates(),
          new IncludeLayout(),
          new BodyMemory(),
          new ServedNameBodies(),
          new EngineNeedsNjs(),
          new MetricsTarget(),
          new MetricsKeys(),
          new HealthNeeds(),
          new TokensTarget(),
          new TestedTarget());

  private Rules() {}
}
