export default {
  "accounting" : true,
  "limit_mode" : "enforced",
  "keys" : [ ],
  "models" : [
    {
      "name" : "chat",
      "endpoints" : [
        "/v1/chat/completions",
        "/v1/completions",
        "/v1/responses",
        "/v1/responses/{id}",
        "/v1/responses/{id}/cancel",
        "/v1/messages",
        "/v1/messages/count_tokens",
        "/v1/audio/transcriptions",
        "/tokenize",
        "/detokenize"
      ],
      "replicas" : [
        "127.0.0.1:8001"
      ],
      "limits" : [ ]
    },
    {
      "name" : "embedding",
      "endpoints" : [
        "/v1/embeddings",
        "/v2/embed"
      ],
      "replicas" : [
        "127.0.0.1:8002"
      ],
      "limits" : [ ]
    },
    {
      "name" : "rerank",
      "endpoints" : [
        "/rerank",
        "/v1/rerank",
        "/v2/rerank",
        "/score",
        "/v1/score"
      ],
      "replicas" : [
        "127.0.0.1:8003"
      ],
      "limits" : [ ]
    },
    {
      "name" : "classify",
      "endpoints" : [
        "/classify"
      ],
      "replicas" : [
        "127.0.0.1:8004"
      ],
      "limits" : [ ]
    },
    {
      "name" : "pooling",
      "endpoints" : [
        "/pooling"
      ],
      "replicas" : [
        "127.0.0.1:8005"
      ],
      "limits" : [ ]
    },
    {
      "name" : "whisper",
      "endpoints" : [
        "/v1/audio/transcriptions",
        "/v1/audio/translations"
      ],
      "replicas" : [
        "127.0.0.1:8006"
      ],
      "limits" : [ ]
    }
  ]
};
