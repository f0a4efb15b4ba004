// What nginx calls. Each handler answers or redirects on every path; none falls through.
// Written for the language that the njs engine of Debian 12 (0.7.9) and QuickJS have in common.

import decision from './decision.js';
import errors from './errors.js';
import routes from './routes.js';

var JSON_TYPE = /^application\/json[ \t]*(?:;[ \t]*charset=(?:utf-8|"utf-8")[ \t]*)?$/i;

function own(table, key) {
    return Object.prototype.hasOwnProperty.call(table, key) ? table[key] : undefined;
}

// The routing decision: which model is this request for, and may it be asked here?
function get_model(r) {
    var refusal = refuse_head(r);
    if (refusal) {
        errors.answer(r, refusal);
        return;
    }
    var body;
    try {
        body = r.requestBuffer;
    } catch (e) {
        // Older njs throws when the body has outgrown client_body_buffer_size (odd chunked framing does that).
        errors.answer(r, errors.body_too_large());
        return;
    }
    if (!body || body.length === 0) {
        errors.answer(r, errors.empty_body());
        return;
    }
    route(r, decision.decide(body), body.length);
}

// What can be refused without reading the body.
function refuse_head(r) {
    if (r.method !== 'POST') {
        return errors.method_not_allowed('POST');
    }
    var types = 0;
    var raw = r.rawHeadersIn;
    for (var i = 0; i < raw.length; i++) {
        var name = raw[i][0].toLowerCase();
        if (name === 'content-encoding') {
            return errors.unsupported_encoding();
        }
        if (name === 'content-type') {
            types++;
            if (types > 1) {
                return errors.duplicate_content_type();
            }
            if (!JSON_TYPE.test(raw[i][1])) {
                return errors.unsupported_media_type();
            }
        }
    }
    return types === 0 ? errors.unsupported_media_type() : null;
}

function route(r, decided, length) {
    var name = decided.model;
    if (decided.refusal) {
        if (decided.refusal !== 'model_required' || !routes.missing_model) {
            errors.answer(r, errors.unreadable_model(decided));
            return;
        }
        name = routes.missing_model;
    }
    var model = find(name);
    if (!model && routes.unknown_model) {
        model = find(routes.unknown_model);
    }
    if (!model) {
        errors.answer(r, errors.model_not_found(name));
        return;
    }
    var location = own(model.endpoints, r.uri);
    if (!location) {
        errors.answer(r, errors.wrong_endpoint(model.name, r.uri, Object.keys(model.endpoints)));
        return;
    }
    if (length > model.max_body_size) {
        errors.answer(r, errors.body_too_large());
        return;
    }
    // Only a name of our own table is ever stored: the client's text could carry line breaks into a header.
    r.variables.model_name = model.name;
    r.internalRedirect(location);
}

function find(name) {
    var canonical = own(routes.aliases, name) || name;
    var model = own(routes.models, canonical);
    if (!model) {
        return undefined;
    }
    var profile = routes.profiles[model[0]];
    return {name: canonical, endpoints: profile.endpoints, max_body_size: profile.max_body_size};
}

// GET /v1/models
function list_models(r) {
    if (r.method !== 'GET') {
        errors.answer(r, errors.method_not_allowed('GET'));
        return;
    }
    answer_json(r, {object: 'list', data: routes.listed.map(model_card)});
}

// GET /v1/models/{id}. An id may contain slashes, sent as they are or as %2F.
function get_model_card(r) {
    if (r.method !== 'GET') {
        errors.answer(r, errors.method_not_allowed('GET'));
        return;
    }
    var name = requested_id(r);
    if (name === null || routes.listed.indexOf(name) < 0) {
        errors.answer(r, errors.model_not_found(name));
        return;
    }
    answer_json(r, model_card(name));
}

function requested_id(r) {
    var path = r.variables.request_uri.split('?')[0];
    try {
        return decodeURIComponent(path.slice('/v1/models/'.length));
    } catch (e) {
        return null;
    }
}

function model_card(name) {
    return {id: name, object: 'model', created: 0, owned_by: 'vllm'};
}

function answer_json(r, value) {
    r.headersOut['Content-Type'] = 'application/json';
    r.return(200, JSON.stringify(value));
}

export default { get_model, list_models, get_model_card };
