export default {
  "0" : [
    "whole",
    "narrowed",
    "widened"
  ]
};
