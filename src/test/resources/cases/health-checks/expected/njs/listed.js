export default [
  "three-servers",
  "asked-to-embed",
  "reranked",
  "not-watched"
];
