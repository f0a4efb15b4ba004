export default [
  "default",
  "hostnames",
  "include",
  "volatile",
  "constructor",
  "toString",
  "__proto__",
  "hasOwnProperty",
  "valueOf"
];
