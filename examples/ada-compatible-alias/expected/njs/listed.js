export default {
  "0" : [
    "bge-m3",
    "text-embedding-ada-002"
  ]
};
