export default {
  "0" : [
    "llama-3"
  ]
};
