export default {
  "unknown_model" : {
    "name" : "llama",
    "profile" : 0
  },
  "missing_model" : {
    "name" : "bge",
    "profile" : 1
  },
  "profiles" : [
    {
      "endpoints" : {
        "/v1/chat/completions" : "@chat_completions",
        "/v1/completions" : "@completions"
      },
      "max_body_size" : 33554432
    },
    {
      "endpoints" : {
        "/v1/embeddings" : "@embeddings"
      },
      "max_body_size" : 33554432
    }
  ]
};
