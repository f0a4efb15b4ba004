export default [
  {
    "model" : "qwen",
    "key" : "vllm_qwen_32618020",
    "round" : 1,
    "interval" : 30000,
    "body" : "{\"model\":\"qwen\",\"prompt\":\"a\",\"max_tokens\":1}",
    "authorization" : "vllm_server_key_1",
    "fails" : 2,
    "passes" : 1,
    "groups" : "sets",
    "servers" : [
      {
        "number" : 1,
        "address" : "10.0.0.1:8000",
        "url" : "http://10.0.0.1:8000/v1/completions",
        "named" : false,
        "weight" : 1,
        "backup" : false
      }
    ]
  }
];
