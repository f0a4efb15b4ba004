export default {
  "p0" : [
    "/v1/chat/completions",
    "/v1/responses",
    "/v1/messages",
    "/v1/messages/count_tokens",
    "/tokenize"
  ],
  "p1" : [
    "/v1/embeddings",
    "/v1/rerank",
    "/v1/score"
  ],
  "p2" : [
    "/rerank",
    "/v1/rerank",
    "/v2/rerank",
    "/score",
    "/v1/score"
  ],
  "p3" : [
    "/classify"
  ],
  "p4" : [
    "/pooling"
  ],
  "p5" : [
    "/v1/audio/transcriptions",
    "/v1/audio/translations"
  ]
};
