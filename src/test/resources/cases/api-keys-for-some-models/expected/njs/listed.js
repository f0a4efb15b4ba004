export default {
  "0" : [
    "qwen",
    "small",
    "QWEN2",
    "e5",
    "default"
  ],
  "1" : [
    "e5"
  ],
  "2" : [
    "qwen",
    "small",
    "QWEN2",
    "default"
  ]
};
