// Which model a form asks for: multipart/form-data, as audio is sent. Loaded in the locations of these endpoints only.
//
// vLLM reads forms with python-multipart, which is lenient. Whatever this reads, that reads the same way; everything that
// readers could take in two ways is refused. Apart from the headers of parts nothing is read but by a native search, and
// the form is gone through once.

import http from './http.js';

function get_model(r) {
    var type = new RegExp('^multipart/form-data[ \\t]*(?:;[ \\t]*charset="?utf-8"?[ \\t]*)?;[ \\t]*boundary='
                          + '(?:"([A-Za-z0-9\'()+_,./:=?-]{1,70})"|([A-Za-z0-9\'()+_,./:=?-]{1,70}))[ \\t]*'
                          + '(?:;[ \\t]*charset="?utf-8"?[ \\t]*)?$', 'i');

    http.route(r, http.examine(r, function (body) {
        var found = type.exec(r.headersIn['Content-Type']), boundary = found[1] || found[2];

        /* vLLM gets it in quotes, where each of its characters may stand. */
        r.variables.vllm_boundary = boundary;

        return read(body, boundary);
    }, type));
}

/**
 * @param {Buffer} body
 * @param {string} boundary
 * @returns {{model: string, place: {start: number, end: number}}|{refusal: string}} as decision.js gives it, and where in
 *     the body the name stands
 */
function read(body, boundary) {
    var delimiter = '\r\n--' + boundary,
        /* vLLM's forms have some twenty fields. */
        MOST_PARTS = 100,
        at = delimiter.length - 2, value = null, place = null, parts, part, end;

    if (text(body, 0, at) !== delimiter.slice(2)) {
        return {refusal: 'invalid_form'};
    }

    for (parts = 0; parts <= MOST_PARTS; parts++) {
        /* Just after a boundary. */
        if (text(body, at, at + 2) === '--') {
            return ends(body, at + 2) ? decide(value, place) : {refusal: 'invalid_form'};
        }

        part = text(body, at, at + 2) === '\r\n' ? head(body, at + 2) : null;
        end = part === null ? -1 : body.indexOf(delimiter, part.begin);

        if (end < 0) {
            return {refusal: 'invalid_form'};
        }

        if (part.name === 'model') {
            if (value !== null) {
                return {refusal: 'duplicate_model'};
            }

            if (part.is_file) {
                return {refusal: 'model_not_a_string'};
            }

            /* A name is at most 128 characters long: a longer value is cut, and still none. */
            place = {start: part.begin, end: end};
            value = text(body, part.begin, Math.min(end, part.begin + 1024));
        }

        at = end + delimiter.length;
    }

    return {refusal: 'invalid_form'};
}

function decide(value, place) {
    if (value === null || value === '') {
        return {refusal: 'model_required'};
    }

    return value.indexOf('\ufffd') < 0 ? {model: value, place: place} : {refusal: 'invalid_encoding'};
}

/* What stands at the head of a part: its name, whether it is a file, and where its value begins. Null: not readable. */
function head(body, at) {
    /* vLLM takes eight lines for each part, of 4 kB each. */
    var MOST_LINES = 8, LONGEST = 4096, end = body.indexOf('\r\n\r\n', at), disposition = null, lines, line, i;

    if (end < 0 || end - at > LONGEST) {
        return null;
    }

    lines = text(body, at, end).split('\r\n');

    for (i = 0; i < lines.length; i++) {
        line = /^([A-Za-z0-9-]{1,64}):[ \t]*([^\x00-\x08\x0a-\x1f\x7f]*)$/.exec(lines[i]);

        if (line === null || i === MOST_LINES) {
            return null;
        }

        if (line[1].toLowerCase() === 'content-disposition') {
            if (disposition !== null) {
                return null;
            }

            disposition = parameters(line[2]);

            if (disposition === null) {
                return null;
            }
        }
    }

    return disposition === null || disposition.name === undefined ? null
        : {name: disposition.name, is_file: disposition.filename !== undefined, begin: end + 4};
}

/*
 * form-data; name="model"; filename="a.wav", each parameter once. A backslash may stand before a quote or any other
 * character, but not before a backslash or the end, where readers disagree.
 */
function parameters(disposition) {
    var one = /^[ \t]*;[ \t]*(name|filename\*?)=(?:"((?:[^"\\]|\\[^\\])*)"|([A-Za-z0-9!#$%&'*+.^_`|~-]+))[ \t]*/i,
        seen = {}, found = /^form-data[ \t]*/i.exec(disposition), key;

    while (found !== null) {
        disposition = disposition.slice(found[0].length);

        if (disposition === '') {
            return seen;
        }

        found = one.exec(disposition);

        if (found !== null) {
            key = found[1].toLowerCase();

            if (seen[key] !== undefined) {
                return null;
            }

            seen[key] = found[3] === undefined ? found[2] : found[3];
        }
    }

    return null;
}

/* Nothing may follow the last boundary but a line end. */
function ends(body, at) {
    return at === body.length || (at + 2 === body.length && text(body, at, at + 2) === '\r\n');
}

function text(body, from, to) {
    return body.toString('utf8', from, Math.min(body.length, to));
}

export default { get_model, read };
