export default [
  {
    "model" : "three-servers",
    "key" : "vllm_three_servers_40a27c1f",
    "round" : 1,
    "interval" : 3000,
    "path" : "/health",
    "body" : null,
    "fails" : 2,
    "passes" : 2,
    "servers" : [
      {
        "number" : 1,
        "address" : "10.0.0.1:8000"
      },
      {
        "number" : 3,
        "address" : "[2001:db8::3]:8000"
      }
    ]
  },
  {
    "model" : "asked-to-embed",
    "key" : "vllm_asked_to_embed_f48df05f",
    "round" : 2,
    "interval" : 30000,
    "path" : "/v1/embeddings",
    "body" : "{\"model\":\"asked-to-embed\",\"input\":\"a\"}",
    "fails" : 1,
    "passes" : 1,
    "servers" : [
      {
        "number" : 1,
        "address" : "10.0.0.4:8000"
      }
    ]
  },
  {
    "model" : "reranked",
    "key" : "vllm_reranked_4ec4f240",
    "round" : 1,
    "interval" : 3000,
    "path" : "/rerank",
    "body" : "{\"model\":\"reranked\",\"query\":\"a\",\"documents\":[\"a\"]}",
    "fails" : 2,
    "passes" : 1,
    "servers" : [
      {
        "number" : 1,
        "address" : "10.0.0.5:8000"
      }
    ]
  }
];
