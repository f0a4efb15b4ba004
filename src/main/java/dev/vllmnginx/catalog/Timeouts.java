package dev.vllmnginx.catalog;

/**
 * Limits of waiting for a server.
 *
 * @param connect until the connection stands ({@code proxy_connect_timeout})
 * @param read silence between two reads ({@code proxy_read_timeout}); vLLM is silent while it
 *     queues and prefills
 * @param send between two writes of the request ({@code proxy_send_timeout})
 */
public record Timeouts(TimeSpan connect, TimeSpan read, TimeSpan send) {}
