export default {
  "0" : [
    "tls",
    "health",
    "metrics",
    "tokens",
    "client-tokens"
  ]
};
