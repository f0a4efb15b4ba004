export default [
  {
    "model" : "qwen-1.5-7b-chat",
    "key" : "vllm_qwen_1_5_7b_chat_cb48dad2",
    "round" : 1,
    "interval" : 5000,
    "body" : null,
    "fails" : 2,
    "passes" : 2,
    "groups" : "sets",
    "servers" : [
      {
        "number" : 1,
        "address" : "10.0.0.11:8000",
        "url" : "http://10.0.0.11:8000/health",
        "named" : false,
        "weight" : 1,
        "backup" : false
      },
      {
        "number" : 2,
        "address" : "10.0.0.12:8000",
        "url" : "http://10.0.0.12:8000/health",
        "named" : false,
        "weight" : 1,
        "backup" : false
      }
    ]
  },
  {
    "model" : "text-embedding-ada-002",
    "key" : "vllm_text_embedding_ada_002_177674d7",
    "round" : 2,
    "interval" : 30000,
    "body" : "{\"model\":\"text-embedding-ada-002\",\"input\":\"a\"}",
    "fails" : 2,
    "passes" : 1,
    "groups" : "sets",
    "servers" : [
      {
        "number" : 1,
        "address" : "10.0.0.21:8000",
        "url" : "http://10.0.0.21:8000/v1/embeddings",
        "named" : false,
        "weight" : 1,
        "backup" : false
      },
      {
        "number" : 2,
        "address" : "10.0.0.22:8000",
        "url" : "http://10.0.0.22:8000/v1/embeddings",
        "named" : false,
        "weight" : 1,
        "backup" : false
      }
    ]
  }
];
