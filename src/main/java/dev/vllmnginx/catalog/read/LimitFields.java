package dev.vllmnginx.catalog.read;

import dev.vllmnginx.catalog.Limits;
import dev.vllmnginx.catalog.RequestRate;
import dev.vllmnginx.catalog.TokenRate;
import org.jspecify.annotations.Nullable;

/** Reads {@code limits}. */
final class LimitFields {
  private static final String EXAMPLE = "limits: {requests: 10r/s, concurrency: 20}";

  /** Of a model or a key. */
  static final ValueReader<Limits> LIMITS = Values.mapping(EXAMPLE, f -> limits(f, false));

  /** Of the gateway, which may also say that no limit is meant in earnest yet. */
  static final ValueReader<Limits> GATEWAY_LIMITS =
      Values.mapping(EXAMPLE, f -> limits(f, f.or("dry_run", Values.bool(), false)));

  private static final ValueReader<RequestRate> RATE =
      Values.word("a rate such as 10r/s", RequestRate::parse);

  private LimitFields() {}

  private static Limits limits(Fields fields, boolean dryRun) {
    RequestRate requests =
        fields.has("burst")
            ? fields.required(
                "requests", "requests: 10r/s, or leave burst out: it goes beyond", RATE)
            : fields.optional("requests", RATE);
    int burst = fields.or("burst", Values.integer(0, 1_000_000), burst(requests));
    TokenRate tokens =
        fields.optional("tokens", Values.word("tokens such as 100000/m", TokenRate::parse));
    int concurrency = fields.or("concurrency", Values.integer(1, 65_535), 0);
    return new Limits(requests, burst, tokens, concurrency, dryRun);
  }

  /** What the rate gives in a second may come at once. */
  private static int burst(@Nullable RequestRate requests) {
    return requests == null ? 0 : requests.perSecond();
  }
}
