export default {
  "0" : [
    "three-servers",
    "asked-to-embed",
    "reranked",
    "not-watched"
  ]
};
