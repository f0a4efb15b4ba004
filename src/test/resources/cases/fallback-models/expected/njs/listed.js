export default [
  "llama",
  "bge"
];
