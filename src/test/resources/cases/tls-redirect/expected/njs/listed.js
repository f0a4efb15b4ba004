export default {
  "0" : [
    "llama"
  ]
};
