export default {
  "accounting" : true,
  "limit_mode" : "enforced",
  "keys" : [ ],
  "models" : [
    {
      "name" : "qwen-1.5-7b-chat",
      "endpoints" : [
        "/v1/chat/completions",
        "/v1/completions",
        "/v1/responses",
        "/v1/messages",
        "/v1/messages/count_tokens"
      ],
      "replicas" : [
        "127.0.0.1:8001",
        "127.0.0.1:8002"
      ],
      "limits" : [ ]
    },
    {
      "name" : "text-embedding-ada-002",
      "endpoints" : [
        "/v1/embeddings",
        "/v2/embed"
      ],
      "replicas" : [
        "127.0.0.1:8000"
      ],
      "limits" : [ ]
    }
  ]
};
