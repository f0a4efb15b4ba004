// What nginx calls for a request that carries JSON. The handler redirects on every path; none falls through.
// Written for the language that the njs engine of Debian 12 (0.7.9) and QuickJS have in common.
//
// The njs engine builds every function and literal of this file, and of what it imports, anew for each request. So the
// catalog's names and paths stand in nginx's maps (conf.d/30-routes.conf), and what is told to clients in refusals.js,
// which another location loads.

import decision from './decision.js';

// The routing decision where nginx has not made it: which model is this request for, and may it be asked here?
function get_model(r) {
    route(r, examine(r, decision.decide));
}

// Goes on to the location that serves the model, or to the one that refuses the request. In one piece, since calls cost too.
function route(r, decided) {
    var v = r.variables, name = decided.model, found, endpoint, at;
    if (decided.refusal) {
        found = decided.refusal === 'model_required' ? v.vllm_missing_model : '';
        if (!found) {
            refuse(r, decided.refusal);
            return;
        }
    } else {
        if (name.length <= 128) {
            v.requested_model = name;
            found = v.model_route;
        }
        // The map ignores case; the first word is the name as the catalog has it.
        if (!found || found.indexOf(name + ' ') !== 0) {
            found = v.vllm_unknown_model;
            if (!found) {
                refuse(r, 'model_not_found');
                return;
            }
        }
    }
    // The name as it was asked for, the model's name, its profile.
    found = found.split(' ');
    // For each profile that has this path: its name, the location, the largest body unless nginx has seen to it.
    endpoint = v.vllm_endpoint.split(' ');
    at = endpoint.indexOf(found[2]);
    if (at < 0) {
        refuse(r, 'endpoint_not_supported ' + found[1] + ' ' + found[2]);
        return;
    }
    if (endpoint[at + 2] !== 'any' && r.requestBuffer.length > endpoint[at + 2]) {
        refuse(r, 'request_too_large');
        return;
    }
    // Only a name of the catalog is ever stored: the client's text could carry line breaks into a header.
    v.model_name = found[1];
    r.internalRedirect(endpoint[at + 1]);
}

// The words are for refusals.js.
function refuse(r, words) {
    r.variables.vllm_refusal = words;
    r.internalRedirect('@vllm_refusal');
}

// Reads head and body itself: {model} or {refusal}. With a `type` the body is not JSON.
function examine(r, decide, type) {
    var refusal = refuse_head(r, type), body;
    if (!refusal) {
        try {
            body = r.requestBuffer;
            refusal = body && body.length > 0 ? '' : 'empty_body';
        } catch (e) {
            // Older njs throws when the body has outgrown client_body_buffer_size (odd chunked framing does that).
            refusal = 'request_too_large';
        }
    }
    return refusal ? {refusal: refusal} : decide(body, r);
}

// What can be refused without reading the body. nginx below 1.23, with its njs below 0.8, shows second headers only here.
function refuse_head(r, type) {
    var raw = r.rawHeadersIn, types = 0, i, length;
    if (r.method !== 'POST') {
        return 'method_not_allowed';
    }
    for (i = 0; i < raw.length; i++) {
        length = raw[i][0].length;
        if (length === 16 && raw[i][0].toLowerCase() === 'content-encoding') {
            return 'unsupported_encoding';
        }
        if (length === 12 && raw[i][0].toLowerCase() === 'content-type') {
            types++;
            if (types > 1) {
                return 'duplicate_content_type';
            }
            if (type) {
                if (!type.test(raw[i][1])) {
                    return 'form_expected';
                }
            } else if (raw[i][1] !== 'application/json'
                && !/^application\/json[ \t]*(?:;[ \t]*charset=(?:utf-8|"utf-8")[ \t]*)?$/i.test(raw[i][1]))
            {
                return 'unsupported_media_type';
            }
        }
    }
    return types > 0 ? '' : type ? 'form_expected' : 'unsupported_media_type';
}

export default { get_model, examine, route, refuse };
