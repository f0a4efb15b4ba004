export default {
  "p0" : [
    "/v1/chat/completions",
    "/v1/completions",
    "/v1/responses",
    "/v1/responses/{id}",
    "/v1/responses/{id}/cancel",
    "/v1/messages",
    "/v1/messages/count_tokens",
    "/v1/audio/transcriptions",
    "/tokenize",
    "/detokenize"
  ],
  "p1" : [
    "/v1/embeddings",
    "/v2/embed"
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
