export default {
  "0" : [
    "fast",
    "slow",
    "same-as-fast",
    "impatient"
  ]
};
