export default {
  "unknown_model" : null,
  "missing_model" : {
    "name" : "bge-m3",
    "profile" : 0
  },
  "profiles" : [
    {
      "endpoints" : {
        "/v1/embeddings" : "@embeddings"
      },
      "max_body_size" : 33554432
    }
  ]
};
