export default [
  {
    "model" : "three-servers",
    "key" : "vllm_three_servers_40a27c1f",
    "round" : 1,
    "interval" : 3000,
    "body" : null,
    "fails" : 2,
    "passes" : 2,
    "groups" : "sets",
    "servers" : [
      {
        "number" : 1,
        "address" : "10.0.0.1:8000",
        "url" : "http://10.0.0.1:8000/health",
        "named" : false,
        "weight" : 2,
        "backup" : false
      },
      {
        "number" : 3,
        "address" : "[2001:db8::3]:8000",
        "url" : "http://[2001:db8::3]:8000/health",
        "named" : false,
        "weight" : 1,
        "backup" : true
      }
    ]
  },
  {
    "model" : "asked-to-embed",
    "key" : "vllm_asked_to_embed_f48df05f",
    "round" : 2,
    "interval" : 30000,
    "body" : "{\"model\":\"asked-to-embed\",\"input\":\"a\"}",
    "fails" : 1,
    "passes" : 1,
    "groups" : "sets",
    "servers" : [
      {
        "number" : 1,
        "address" : "10.0.0.4:8000",
        "url" : "http://10.0.0.4:8000/v1/embeddings",
        "named" : false,
        "weight" : 1,
        "backup" : false
      }
    ]
  },
  {
    "model" : "reranked",
    "key" : "vllm_reranked_4ec4f240",
    "round" : 1,
    "interval" : 3000,
    "body" : "{\"model\":\"reranked\",\"query\":\"a\",\"documents\":[\"a\"]}",
    "fails" : 2,
    "passes" : 1,
    "groups" : "sets",
    "servers" : [
      {
        "number" : 1,
        "address" : "10.0.0.5:8000",
        "url" : "http://10.0.0.5:8000/rerank",
        "named" : false,
        "weight" : 1,
        "backup" : false
      }
    ]
  }
];
