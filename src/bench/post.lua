-- wrk: POST the file named by BODY.
local file = assert(io.open(os.getenv("BODY"), "rb"))
wrk.method = "POST"
wrk.path = os.getenv("TARGET") or "/v1/chat/completions"
wrk.headers["Content-Type"] = "application/json"
if (os.getenv("KEY") or "") ~= "" then
  wrk.headers["Authorization"] = "Bearer " .. os.getenv("KEY")
end
wrk.body = file:read("*a")
file:close()

function done(summary, latency, requests)
  local bad = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
    + summary.errors.status
  io.write(string.format("RESULT %d %d %d %d %d %d\n", summary.requests, summary.duration, bad,
    latency:percentile(50), latency:percentile(99), latency.max))
end
