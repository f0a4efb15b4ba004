export default [
  "whole",
  "narrowed",
  "widened"
];
