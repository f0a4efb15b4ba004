export default {
  "p0" : [
    "/v1/chat/completions",
    "/v1/completions"
  ],
  "p1" : [
    "/v1/embeddings"
  ]
};
