export default {
  "0" : [
    "qwen-1.5-7b-chat",
    "text-embedding-ada-002"
  ]
};
