export default {
  "accounting" : true,
  "limit_mode" : "enforced",
  "keys" : [
    "team-a",
    "default",
    "free"
  ],
  "models" : [
    {
      "name" : "a",
      "endpoints" : [
        "/v1/chat/completions",
        "/v1/completions",
        "/v1/responses",
        "/v1/messages",
        "/v1/messages/count_tokens"
      ],
      "replicas" : [
        "10.0.0.1:8000"
      ],
      "limits" : [
        "requests",
        "tokens"
      ]
    },
    {
      "name" : "A",
      "endpoints" : [
        "/v1/chat/completions",
        "/v1/messages",
        "/v1/responses",
        "/v1/responses/{id}"
      ],
      "replicas" : [
        "10.0.0.2:8000"
      ],
      "limits" : [
        "requests",
        "tokens"
      ]
    },
    {
      "name" : "b",
      "endpoints" : [
        "/v1/audio/transcriptions",
        "/v1/audio/translations"
      ],
      "replicas" : [
        "10.0.0.3:8000"
      ],
      "limits" : [
        "requests",
        "tokens"
      ]
    }
  ]
};
