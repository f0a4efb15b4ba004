// Gives the servers of a model the name that they know. Of the body nothing changes but the value of the key `model`.
//
// decision.js says what a sound body is, and why in one the bytes `"model"` without a backslash before them are a whole
// string. Where such a string is the last top-level key of that name, its value is what Python's json.loads takes.

import decision from './decision.js';

// nginx keeps the length of a variable in 28 bits.
var MOST_BYTES = 268435455;

// The longest name of a catalog has 768 bytes if each of its characters is spelled \uXXXX.
var LONGEST_VALUE = 1024;

// So many strings that could be the key are looked at.
var MOST_KEYS = 4096;

function splice(r) {
    var body = read(r);
    if (!body) {
        return;
    }
    var found = in_tail(body) || at_front(body) || among_all(body);
    if (found.refusal) {
        refuse(r, found.refusal);
        return;
    }
    send(r, body, found.unnamed ? null : found, '"' + r.variables.vllm_served_name + '"');
}

// The body; null if that was answered for want of one.
function read(r) {
    try {
        return r.requestBuffer;
    } catch (e) {
        refuse(r, 'request_too_large');
        return null;
    }
}

// Passes the body on with a text in that place, or as it is if there is none.
function send(r, body, place, text) {
    var renamed = place ? replaced(body, [place], [text]) : body;
    if (renamed.length > MOST_BYTES) {
        refuse(r, 'request_too_large');
        return;
    }
    r.variables.vllm_renamed_body = renamed;
    r.internalRedirect(r.variables.vllm_proxy);
}

// As http.js does; refusals.js has the words.
function refuse(r, refusal) {
    r.variables.vllm_refusal = refusal;
    r.internalRedirect('@vllm_refusal');
}

// The value's place, if the key is near the end and everything from it on shows that it is the last one.
function in_tail(body) {
    var at = body.lastIndexOf('"model"');
    if (at < 1 || at < body.length - 4096 || body[at - 1] === 0x5c) {
        return null;
    }
    var tail = body.toString('utf8', at);
    if (tail.indexOf('\\u006') >= 0) {
        return null;
    }
    try {
        return typeof JSON.parse('{' + tail).model === 'string' ? value_after(body, at + 7) : null;
    } catch (e) {
        return null;
    }
}

// The value's place, if the key comes first and there is no other one, at whatever depth.
function at_front(body) {
    var at = skip_space(body, 1);
    if (body[0] !== 0x7b || body.toString('utf8', at, at + 7) !== '"model"') {
        return null;
    }
    var alone = body.lastIndexOf('"model"') === at && body.indexOf('\\u006') < 0;
    return alone ? value_after(body, at + 7) : null;
}

// Every string that may be the key gets another value, and the routing decision says which of them counts.
function among_all(body) {
    var places = values(body);
    if (places === null) {
        return {refusal: 'duplicate_model'};
    }
    var names = places.map(function (place, i) { return '"=' + i + '"'; });
    var decided = decision.decide(replaced(body, places, names));
    if (decided.refusal === 'model_required') {
        return {unnamed: true};
    }
    return decided.refusal ? decided : places[names.indexOf('"' + decided.model + '"')]
        || {refusal: 'model_not_a_string'};
}

// The places of all strings behind keys that Python may read as `model`, in order; null if there are too many.
function values(body) {
    var ends = plain_keys(body).concat(spelled_keys(body));
    if (ends.length > MOST_KEYS) {
        return null;
    }
    ends.sort(function (a, b) { return a - b; });
    var places = [], last = 0;
    for (var i = 0; i < ends.length; i++) {
        var place = ends[i] < last ? null : value_after(body, ends[i]);
        if (place) {
            places.push(place);
            last = place.end;
        }
    }
    return places;
}

function plain_keys(body) {
    var ends = [];
    for (var at = body.indexOf('"model"'); at >= 0 && ends.length <= MOST_KEYS; at = body.indexOf('"model"', at + 7)) {
        if (at > 0 && body[at - 1] !== 0x5c) {
            ends.push(at + 7);
        }
    }
    return ends;
}

// Some of the letters may be written \u006X.
function spelled_keys(body) {
    var SPELLED = /^"(?:m|\\u006[dD])(?:o|\\u006[fF])(?:d|\\u0064)(?:e|\\u0065)(?:l|\\u006[cC])"/;
    var ends = [], looked = 0, at = body.indexOf('\\u006');
    while (at >= 0) {
        looked++;
        if (looked > MOST_KEYS) {
            return new Array(MOST_KEYS + 1);
        }
        var start = at - 1;
        while (start > 0 && start > at - 26 && body[start] !== 0x22) {
            start--;
        }
        var found = start > 0 ? SPELLED.exec(body.toString('utf8', start, start + 34)) : null;
        var end = found ? start + found[0].length : at + 5;
        if (found && body[start - 1] !== 0x5c) {
            ends.push(end);
        }
        at = body.indexOf('\\u006', end);
    }
    return ends;
}

// The place of a string behind a colon, quotes included; null if there is none.
function value_after(body, key_end) {
    var colon = skip_space(body, key_end);
    var start = skip_space(body, colon + 1);
    if (body[colon] !== 0x3a || body[start] !== 0x22) {
        return null;
    }
    for (var end = start + 1; end < start + LONGEST_VALUE; end++) {
        if (body[end] === 0x22) {
            return {start: start, end: end + 1};
        }
        if (body[end] === 0x5c) {
            end++;
        }
    }
    return null;
}

function skip_space(body, at) {
    var most = at + LONGEST_VALUE;
    while (at < most && (body[at] === 0x20 || body[at] === 0x0a || body[at] === 0x0d || body[at] === 0x09)) {
        at++;
    }
    return at;
}

// The body with other texts at these places.
function replaced(body, places, texts) {
    var parts = [], at = 0;
    for (var i = 0; i < places.length; i++) {
        parts.push(body.slice(at, places[i].start), Buffer.from(texts[i]));
        at = places[i].end;
    }
    parts.push(body.slice(at));
    return Buffer.concat(parts);
}

export default { splice, read, send, refuse };
