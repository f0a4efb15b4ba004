export default {
  "0" : [
    "a",
    "A",
    "b"
  ]
};
