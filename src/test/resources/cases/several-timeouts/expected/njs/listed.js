export default [
  "fast",
  "slow",
  "same-as-fast",
  "impatient"
];
