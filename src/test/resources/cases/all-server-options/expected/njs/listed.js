export default {
  "0" : [
    "llama",
    "llama-latest",
    "Llama",
    "bge"
  ]
};
