export default [
  "llama-3"
];
