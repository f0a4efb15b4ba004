// GET /v1/models and GET /v1/models/{id}, answered from the catalog.

import errors from './errors.js';
import listed from './listed.js';

function list(r) {
    if (r.method !== 'GET') {
        errors.answer(r, errors.method_not_allowed('GET'));
        return;
    }
    answer(r, {object: 'list', data: names(r).map(card)});
}

// What the client may see: where there are keys, njs/keys.js has set the group of the client's; else everything.
function names(r) {
    return listed[r.variables.vllm_key_group || '0'];
}

// An id may contain slashes, sent as they are or as %2F.
function retrieve(r) {
    if (r.method !== 'GET') {
        errors.answer(r, errors.method_not_allowed('GET'));
        return;
    }
    var id = requested_id(r);
    if (names(r).indexOf(id) < 0) {
        errors.answer(r, errors.model_not_found(id));
        return;
    }
    answer(r, card(id));
}

function requested_id(r) {
    var path = r.variables.request_uri.split('?')[0];
    try {
        return decodeURIComponent(path.slice('/v1/models/'.length));
    } catch (e) {
        return null;
    }
}

function card(id) {
    return {id: id, object: 'model', created: 0, owned_by: 'vllm'};
}

function answer(r, value) {
    r.headersOut['Content-Type'] = 'application/json';
    r.return(200, JSON.stringify(value));
}

export default { list, retrieve };
