export default {
  "0" : [
    "Llama-3",
    "llama-3",
    "LLAMA-3.1",
    "llama.3"
  ]
};
