// What nginx calls for a request that carries JSON. The handler redirects on every path; none falls through.
// Written for the language that the njs engine of Debian 12 (0.7.9) and QuickJS have in common.
//
// The njs engine builds every function and literal of this file, and of what it imports, anew for each request. So the
// catalog's names and paths stand in nginx's maps (conf.d/30-routes.conf), and what is told to clients in refusals.js,
// which another location loads.

import decision from './decision.js';

// The routing decision: which model is this request for, and may it be asked here?
function get_model(r) {
    // Most requests are so plain that nginx has found the name; njs below 0.8 may run on an nginx that hides second headers.
    var name = njs.version < '0.8' && refuse_head(r) ? '' : r.variables.vllm_plain_model,
        refusal = name ? route(r, {model: name}) : examine(r);
    if (refusal) {
        r.variables.vllm_refusal = refusal;
        r.internalRedirect('@vllm_refusal');
    }
}

// Reads head and body itself; with `decide` and `type` also bodies that are not JSON.
function examine(r, decide, type) {
    var refusal = refuse_head(r, type), body;
    if (refusal) {
        return refusal;
    }
    try {
        body = r.requestBuffer;
    } catch (e) {
        // Older njs throws when the body has outgrown client_body_buffer_size (odd chunked framing does that).
        return 'request_too_large';
    }
    return body && body.length > 0 ? route(r, (decide || decision.decide)(body, r)) : 'empty_body';
}

// What can be refused without reading the body.
function refuse_head(r, type) {
    if (r.method !== 'POST') {
        return 'method_not_allowed';
    }
    var types = 0;
    var raw = r.rawHeadersIn;
    for (var i = 0; i < raw.length; i++) {
        var length = raw[i][0].length;
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

// Goes on to the location that serves the model; otherwise says what is to be refused, with words that refusals.js uses.
function route(r, decided) {
    var model, endpoint, at;
    if (decided.refusal) {
        model = decided.refusal === 'model_required' ? r.variables.vllm_missing_model : '';
        if (!model) {
            return decided.refusal;
        }
    } else {
        model = find(r, decided.model) || r.variables.vllm_unknown_model;
        if (!model) {
            return 'model_not_found';
        }
    }
    // The name as it was asked for, the model's name, its profile.
    model = model.split(' ');
    // For each profile that has this path: its name, the location, the largest body unless nginx has seen to it.
    endpoint = r.variables.vllm_endpoint.split(' ');
    at = endpoint.indexOf(model[2]);
    if (at < 0) {
        return 'endpoint_not_supported ' + model[1] + ' ' + model[2];
    }
    if (endpoint[at + 2] !== 'any' && r.requestBuffer.length > endpoint[at + 2]) {
        return 'request_too_large';
    }
    // Only a name of the catalog is ever stored: the client's text could carry line breaks into a header.
    r.variables.model_name = model[1];
    r.internalRedirect(endpoint[at + 1]);
    return '';
}

// What the map has for a name, or ''.
function find(r, name) {
    if (name.length > 128) {
        return '';
    }
    r.variables.requested_model = name;
    var found = r.variables.model_route;
    // The map ignores case; the first word is the name as the catalog has it.
    return found.indexOf(name + ' ') === 0 ? found : '';
}

export default { get_model, examine, route };
