export default {
  "unknown_model" : null,
  "missing_model" : null,
  "profiles" : [
    {
      "endpoints" : {
        "/v1/chat/completions" : "@chat_completions",
        "/v1/completions" : "@completions"
      },
      "max_body_size" : 33554432
    }
  ]
};
