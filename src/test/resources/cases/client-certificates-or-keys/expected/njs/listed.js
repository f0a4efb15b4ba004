export default {
  "0" : [
    "qwen",
    "e5"
  ],
  "1" : [
    "e5"
  ]
};
