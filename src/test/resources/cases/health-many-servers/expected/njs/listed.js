export default {
  "0" : [
    "five",
    "five-by-name",
    "one-by-name"
  ]
};
