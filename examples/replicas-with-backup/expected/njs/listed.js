export default [
  "llama-3.3-70b-instruct",
  "bge-m3"
];
