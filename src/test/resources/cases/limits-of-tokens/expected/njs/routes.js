export default {
  "p0" : [
    "/v1/chat/completions",
    "/v1/completions",
    "/v1/responses",
    "/v1/messages",
    "/v1/messages/count_tokens"
  ],
  "p1" : [
    "/v1/chat/completions",
    "/v1/messages",
    "/v1/responses",
    "/v1/responses/{id}"
  ],
  "p2" : [
    "/v1/audio/transcriptions",
    "/v1/audio/translations"
  ]
};
