export default [
  "chat",
  "Chat",
  "plain-chat",
  "plain",
  "text-embedding-ada-002"
];
