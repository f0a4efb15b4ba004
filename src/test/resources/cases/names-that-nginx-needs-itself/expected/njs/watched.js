export default [
  {
    "model" : "tls",
    "key" : "vllm_tls_b7e651_442ad65f",
    "round" : 1,
    "interval" : 5000,
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
        "weight" : 1,
        "backup" : false
      },
      {
        "number" : 2,
        "address" : "10.0.0.2:8000",
        "url" : "http://10.0.0.2:8000/health",
        "named" : false,
        "weight" : 1,
        "backup" : false
      }
    ]
  },
  {
    "model" : "health",
    "key" : "vllm_health_62484e_c541c60a",
    "round" : 1,
    "interval" : 5000,
    "body" : null,
    "fails" : 2,
    "passes" : 2,
    "groups" : "sets",
    "servers" : [
      {
        "number" : 1,
        "address" : "10.0.0.3:8000",
        "url" : "http://10.0.0.3:8000/health",
        "named" : false,
        "weight" : 1,
        "backup" : false
      }
    ]
  },
  {
    "model" : "metrics",
    "key" : "vllm_metrics_177a7e_f48df05f",
    "round" : 1,
    "interval" : 5000,
    "body" : null,
    "fails" : 2,
    "passes" : 2,
    "groups" : "sets",
    "servers" : [
      {
        "number" : 1,
        "address" : "10.0.0.4:8000",
        "url" : "http://10.0.0.4:8000/health",
        "named" : false,
        "weight" : 1,
        "backup" : false
      }
    ]
  },
  {
    "model" : "tokens",
    "key" : "vllm_tokens_c51e45_4ec4f240",
    "round" : 1,
    "interval" : 5000,
    "body" : null,
    "fails" : 2,
    "passes" : 2,
    "groups" : "sets",
    "servers" : [
      {
        "number" : 1,
        "address" : "10.0.0.5:8000",
        "url" : "http://10.0.0.5:8000/health",
        "named" : false,
        "weight" : 1,
        "backup" : false
      }
    ]
  },
  {
    "model" : "client-tokens",
    "key" : "vllm_client_tokens_43d65a_dc1f8ebf",
    "round" : 1,
    "interval" : 5000,
    "body" : null,
    "fails" : 2,
    "passes" : 2,
    "groups" : "sets",
    "servers" : [
      {
        "number" : 1,
        "address" : "10.0.0.6:8000",
        "url" : "http://10.0.0.6:8000/health",
        "named" : false,
        "weight" : 1,
        "backup" : false
      }
    ]
  }
];
