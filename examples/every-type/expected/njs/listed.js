export default {
  "0" : [
    "qwen3-8b",
    "bge-m3",
    "bge-reranker-v2-m3",
    "apeach",
    "reward",
    "whisper"
  ]
};
