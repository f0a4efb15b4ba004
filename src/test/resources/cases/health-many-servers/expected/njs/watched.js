export default [
  {
    "model" : "five",
    "key" : "vllm_five_51b8dc6a",
    "round" : 1,
    "interval" : 3000,
    "body" : null,
    "fails" : 2,
    "passes" : 2,
    "groups" : "picked",
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
        "number" : 2,
        "address" : "10.0.0.2:8000",
        "url" : "http://10.0.0.2:8000/health",
        "named" : false,
        "weight" : 1,
        "backup" : false
      },
      {
        "number" : 3,
        "address" : "[2001:db8::3]:8000",
        "url" : "http://[2001:db8::3]:8000/health",
        "named" : false,
        "weight" : 1,
        "backup" : false
      },
      {
        "number" : 5,
        "address" : "10.0.0.5:8000",
        "url" : "http://10.0.0.5:8000/health",
        "named" : false,
        "weight" : 1,
        "backup" : false
      },
      {
        "number" : 6,
        "address" : "10.0.0.6:8000",
        "url" : "http://10.0.0.6:8000/health",
        "named" : false,
        "weight" : 1,
        "backup" : true
      }
    ]
  },
  {
    "model" : "five-by-name",
    "key" : "vllm_five_by_name_f31f6824",
    "round" : 1,
    "interval" : 3000,
    "body" : null,
    "fails" : 2,
    "passes" : 2,
    "groups" : "only",
    "servers" : [
      {
        "number" : 1,
        "address" : "localhost:8001",
        "url" : "http://127.0.0.1:8088/probe/vllm_five_by_name__only_1",
        "named" : true,
        "weight" : 1,
        "backup" : false
      },
      {
        "number" : 2,
        "address" : "localhost:8002",
        "url" : "http://127.0.0.1:8088/probe/vllm_five_by_name__only_2",
        "named" : true,
        "weight" : 1,
        "backup" : false
      },
      {
        "number" : 3,
        "address" : "localhost:8003",
        "url" : "http://127.0.0.1:8088/probe/vllm_five_by_name__only_3",
        "named" : true,
        "weight" : 3,
        "backup" : false
      },
      {
        "number" : 4,
        "address" : "localhost:8004",
        "url" : "http://127.0.0.1:8088/probe/vllm_five_by_name__only_4",
        "named" : true,
        "weight" : 1,
        "backup" : false
      },
      {
        "number" : 5,
        "address" : "10.0.0.1:8005",
        "url" : "http://10.0.0.1:8005/health",
        "named" : false,
        "weight" : 1,
        "backup" : false
      }
    ]
  },
  {
    "model" : "one-by-name",
    "key" : "vllm_one_by_name_556dc8d7",
    "round" : 2,
    "interval" : 30000,
    "body" : "{\"model\":\"one-by-name\",\"input\":\"a\"}",
    "fails" : 2,
    "passes" : 1,
    "groups" : "sets",
    "servers" : [
      {
        "number" : 1,
        "address" : "localhost:8006",
        "url" : "http://127.0.0.1:8088/probe/vllm_one_by_name__only_1",
        "named" : true,
        "weight" : 1,
        "backup" : false
      }
    ]
  }
];
