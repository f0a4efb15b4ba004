package dev.vllmnginx.catalog.read;

import dev.vllmnginx.catalog.Health;
import dev.vllmnginx.catalog.TimeSpan;
import org.jspecify.annotations.Nullable;

/** Reads {@code health} of {@code defaults} and of models. */
final class HealthFields {
  private static final ValueReader<Health.Probe> PROBE =
      Values.keyword(Health.Probe.values(), Health.Probe::keyword);
  private static final ValueReader<TimeSpan> INTERVAL = time(200, 3_600_000);
  private static final ValueReader<TimeSpan> TIMEOUT = time(100, 600_000);
  private static final ValueReader<Integer> COUNT = Values.integer(1, 100);

  private HealthFields() {}

  private static ValueReader<TimeSpan> time(long least, long most) {
    return Values.word(
        "a span of time such as 5s",
        text -> TimeSpan.parse(text, new TimeSpan(least), new TimeSpan(most)));
  }

  /**
   * Reads {@code health} among {@code fields}.
   *
   * @param inherited what holds for keys that are not there, and without the whole block; null: no
   *     checks
   */
  static @Nullable Health read(Fields fields, @Nullable Health inherited) {
    Health health =
        fields.optional(
            "health", Values.mapping("health: {interval: 5s}", keys -> health(keys, inherited)));
    return health == null ? inherited : health;
  }

  /** Another probe than the inherited one has its own times. */
  private static Health health(Fields fields, @Nullable Health inherited) {
    Health.Probe probe =
        fields.or("probe", PROBE, inherited == null ? Health.Probe.HTTP : inherited.probe());
    Health base = inherited != null && inherited.probe() == probe ? inherited : Health.of(probe);
    return new Health(
        probe,
        fields.or("path", Values.string(Health::parsePath), base.path()),
        fields.or("interval", INTERVAL, base.interval()),
        fields.or("timeout", TIMEOUT, base.timeout()),
        fields.or("fails", COUNT, base.fails()),
        fields.or("passes", COUNT, base.passes()));
  }
}
