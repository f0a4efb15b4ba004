export default {
  "0" : [
    "default",
    "hostnames",
    "include",
    "volatile",
    "constructor",
    "toString",
    "__proto__",
    "hasOwnProperty",
    "valueOf"
  ]
};
