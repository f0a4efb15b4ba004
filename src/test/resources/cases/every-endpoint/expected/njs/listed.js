export default {
  "0" : [
    "chat",
    "embedding",
    "rerank",
    "classify",
    "pooling",
    "whisper"
  ],
  "1" : [
    "chat"
  ]
};
