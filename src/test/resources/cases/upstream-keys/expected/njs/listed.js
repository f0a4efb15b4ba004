export default {
  "0" : [
    "qwen",
    "qwen-lora",
    "bge-m3",
    "open"
  ]
};
