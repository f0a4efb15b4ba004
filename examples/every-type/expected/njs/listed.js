export default [
  "qwen3-8b",
  "bge-m3",
  "bge-reranker-v2-m3",
  "apeach",
  "reward",
  "whisper"
];
