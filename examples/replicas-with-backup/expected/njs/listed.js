export default {
  "0" : [
    "llama-3.3-70b-instruct",
    "bge-m3"
  ]
};
