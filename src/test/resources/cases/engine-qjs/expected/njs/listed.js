export default [
  "qwen"
];
