export default {
  "0" : [
    "qwen",
    "bge-m3"
  ],
  "1" : [
    "bge-m3"
  ]
};
