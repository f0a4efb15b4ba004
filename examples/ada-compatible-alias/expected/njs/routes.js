export default {
  "p0" : [
    "/v1/embeddings",
    "/v2/embed"
  ]
};
