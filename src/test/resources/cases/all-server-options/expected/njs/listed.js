export default [
  "llama",
  "llama-latest",
  "Llama",
  "bge"
];
