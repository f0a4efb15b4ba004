export default [
  "bge-m3",
  "text-embedding-ada-002"
];
