export default {
  "accounting" : false,
  "limit_mode" : "enforced",
  "keys" : [ ],
  "models" : [
    {
      "name" : "llama-3",
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
      "limits" : [ ]
    }
  ]
};
