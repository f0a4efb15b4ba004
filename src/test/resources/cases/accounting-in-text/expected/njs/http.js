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
    route(r, decision.decide(body, r), body.length);
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
    var model = choose(r, decided);
    if (!model) {
        errors.answer(r, decided.refusal ? errors.unreadable_model(decided) : errors.model_not_found(decided.model));
        return;
    }
    var profile = routes.profiles[model.profile];
    var location = own(profile.endpoints, r.uri);
    if (!location) {
        errors.answer(r, errors.wrong_endpoint(model.name, r.uri, Object.keys(profile.endpoints)));
        return;
    }
    if (length > profile.max_body_size) {
        errors.answer(r, errors.body_too_large());
        return;
    }
    // Only a name of our own table is ever stored: the client's text could carry line breaks into a header.
    r.variables.model_name = model.name;
    r.internalRedirect(location);
}

// {name, profile} of the model that takes this request, or null.
function choose(r, decided) {
    if (decided.refusal) {
        return decided.refusal === 'model_required' ? routes.missing_model : null;
    }
    return find(r, decided.model) || routes.unknown_model;
}

// nginx's map holds the names: a table in JavaScript would be built anew for every request.
function find(r, name) {
    if (name.length > 128) {
        return null;
    }
    r.variables.requested_model = name;
    var words = r.variables.model_route.split(' ');
    // The map ignores case; the first word is the name as the catalog has it.
    return words[0] === name ? {name: words[1], profile: words[2]} : null;
}

export default { get_model };
