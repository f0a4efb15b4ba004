export default {
  "0" : [
    "a"
  ]
};
