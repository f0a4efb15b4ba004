export default [
  "llama-3",
  "embedder"
];
