export default [
  "llama"
];
