// The errors that the gateway decides on itself, in the shape of the API that was asked: OpenAI's or Anthropic's.
// nginx's own errors (413, 502, 504 and so on) have the same shape and stand in conf.d/40-server.conf.

// Names longer or stranger than the catalog allows are not repeated to the client.
var REPEATABLE = /^[A-Za-z0-9._\/:@+-]{1,128}$/;

function error(status, type, code, param, message) {
    return {status: status, type: type, code: code, param: param, message: message};
}

function invalid_request(status, code, param, message) {
    return error(status, 'invalid_request_error', code, param, message);
}

function answer(r, e) {
    r.variables.vllm_refusal = e.code;
    r.headersOut['Content-Type'] = 'application/json';
    if (e.allow) {
        r.headersOut['Allow'] = e.allow;
    }
    r.return(e.status, JSON.stringify(r.uri.indexOf('/v1/messages') === 0 ? in_anthropic_shape(e) : {
        error: {message: e.message, type: e.type, param: e.param, code: e.code}
    }));
}

function in_anthropic_shape(e) {
    var types = {401: 'authentication_error', 403: 'permission_error', 404: 'not_found_error', 413: 'request_too_large',
                 429: 'rate_limit_error', 503: 'overloaded_error', 504: 'timeout_error'};
    return {
        type: 'error',
        error: {
            type: types[e.status] || (e.status < 500 ? 'invalid_request_error' : 'api_error'),
            message: e.message,
            code: e.code
        }
    };
}

function method_not_allowed(allowed) {
    var e = invalid_request(405, 'method_not_allowed', null, 'This path accepts ' + allowed + ' only.');
    e.allow = allowed;
    return e;
}

function unsupported_media_type() {
    return invalid_request(415, 'unsupported_media_type', null,
                           'The Content-Type must be application/json, in UTF-8.');
}

function form_expected() {
    return invalid_request(415, 'unsupported_media_type', null,
                           'The Content-Type must be multipart/form-data with a boundary.');
}

function duplicate_content_type() {
    return invalid_request(400, 'duplicate_header', null, 'The request has more than one Content-Type.');
}

function unsupported_encoding() {
    return invalid_request(415, 'unsupported_encoding', null,
                           'The body must not be compressed: remove Content-Encoding.');
}

function body_too_large() {
    return invalid_request(413, 'request_too_large', null, 'The request body is larger than this gateway accepts.');
}

function empty_body() {
    return invalid_request(400, 'empty_body', null, 'The request has no body.');
}

// By the words of decision.js.
var UNREADABLE = {
    model_required: ['model_required', 'model', 'The request body must name a model.'],
    model_not_a_string: ['model_required', 'model', 'The field "model" must be a string.'],
    duplicate_model: ['duplicate_model', 'model', 'The request body has more than one field "model".'],
    invalid_encoding: ['invalid_encoding', null, 'The request body must be valid UTF-8 without a byte order mark.'],
    not_an_object: ['invalid_json', null, 'The request body must be a JSON object.'],
    too_deep: ['invalid_json', null, 'The request body is nested too deeply.'],
    invalid_form: ['invalid_form', null, 'The request body is not a form that can be read in one way only.'],
    invalid_json: ['invalid_json', null, 'The request body is not valid JSON.']
};

function unreadable_model(refusal) {
    var known = UNREADABLE[refusal] || UNREADABLE.invalid_json;
    return invalid_request(400, known[0], known[1], known[2]);
}

function model_not_found(name) {
    var shown = typeof name === 'string' && REPEATABLE.test(name) ? 'The model `' + name + '`' : 'The requested model';
    return invalid_request(404, 'model_not_found', 'model', shown + ' does not exist.');
}

function wrong_endpoint(name, path, endpoints) {
    return invalid_request(404, 'endpoint_not_supported', 'model',
                           'The model `' + name + '` is not served at ' + path + '. It is served at '
                           + endpoints.join(', ') + '.');
}

export default {
    answer, method_not_allowed, unsupported_media_type, form_expected, duplicate_content_type, unsupported_encoding,
    body_too_large, empty_body, unreadable_model, model_not_found, wrong_endpoint
};
