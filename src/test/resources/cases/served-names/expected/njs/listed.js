export default {
  "0" : [
    "chat",
    "Chat",
    "plain-chat",
    "plain",
    "text-embedding-ada-002",
    "whisper-1"
  ]
};
