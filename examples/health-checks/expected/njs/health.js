// What the request path knows of health: one look into shared memory. Everything else is in probes.js, which no request loads.

// The end of the name of the group without the servers that are out: '' or '__without_2'.
function out(r) {
    var key = r.variables.vllm_watched;
    var found = key ? ngx.shared.vllm_health.get(key) : '';
    return found === undefined ? '' : found;
}

export default { out };
