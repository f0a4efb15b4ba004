export default {
  "0" : [
    "qwen"
  ]
};
