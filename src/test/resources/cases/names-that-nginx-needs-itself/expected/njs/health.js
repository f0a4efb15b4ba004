// What the request path knows of health: one look into shared memory. Everything else is in probes.js, which no request loads.

// The end of the name of the group without the servers that are out: '' or '__without_2'.
function out(r) {
    var key = r.variables.vllm_watched;
    var found = key ? ngx.shared.vllm_health.get(key) : '';
    return !found ? '' : found.indexOf(' ') < 0 ? found : pick(r, found.split(' '));
}

// More servers are out than there are groups for: the first word begins a group's name, each of the others is a weight and what
// that server is picked by. Picks by weight.
function pick(r, words) {
    var total = 0, place = 1;
    for (var i = 1; i < words.length; i++) {
        total += parseInt(words[i], 10);
    }
    for (var left = Math.random() * total - parseInt(words[1], 10); left >= 0 && place < words.length - 1;) {
        left -= parseInt(words[++place], 10);
    }
    var picked = words[place].split(':')[1];
    if (words[0] === '__only_') {
        return words[0] + picked;
    }
    r.variables.vllm_pick = picked;
    return words[0];
}

export default { out };
