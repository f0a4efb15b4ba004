export default {
  "accounting" : false,
  "certificate" : "/etc/ssl/api.pem",
  "limit_mode" : "enforced",
  "keys" : [ ],
  "models" : [
    {
      "name" : "tls",
      "endpoints" : [
        "/v1/chat/completions",
        "/v1/completions",
        "/v1/responses",
        "/v1/messages",
        "/v1/messages/count_tokens"
      ],
      "replicas" : [
        "10.0.0.1:8000",
        "10.0.0.2:8000"
      ],
      "limits" : [
        "tokens"
      ]
    },
    {
      "name" : "health",
      "endpoints" : [
        "/v1/chat/completions",
        "/v1/completions",
        "/v1/responses",
        "/v1/messages",
        "/v1/messages/count_tokens"
      ],
      "replicas" : [
        "10.0.0.3:8000"
      ],
      "limits" : [
        "tokens"
      ]
    },
    {
      "name" : "metrics",
      "endpoints" : [
        "/v1/chat/completions",
        "/v1/completions",
        "/v1/responses",
        "/v1/messages",
        "/v1/messages/count_tokens"
      ],
      "replicas" : [
        "10.0.0.4:8000"
      ],
      "limits" : [
        "tokens"
      ]
    },
    {
      "name" : "tokens",
      "endpoints" : [
        "/v1/chat/completions",
        "/v1/completions",
        "/v1/responses",
        "/v1/messages",
        "/v1/messages/count_tokens"
      ],
      "replicas" : [
        "10.0.0.5:8000"
      ],
      "limits" : [
        "tokens"
      ]
    },
    {
      "name" : "client-tokens",
      "endpoints" : [
        "/v1/chat/completions",
        "/v1/completions",
        "/v1/responses",
        "/v1/messages",
        "/v1/messages/count_tokens"
      ],
      "replicas" : [
        "10.0.0.6:8000"
      ],
      "limits" : [
        "tokens"
      ]
    }
  ]
};
