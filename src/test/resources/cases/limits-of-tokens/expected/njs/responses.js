// What became of a response that a server keeps: GET /v1/responses/{id} and POST /v1/responses/{id}/cancel. They name no model,
// so the catalog offers them for one model, which has one server.

import http from './http.js';

function retrieve(r) {
    pass(r, 'GET', query(r.args));
}

function cancel(r) {
    pass(r, 'POST', '');
}

function pass(r, method, query) {
    if (r.method !== method) {
        http.refuse(r, 'method_not_allowed ' + method);
        return;
    }
    // The location sees to it that this is a path of letters, digits and few signs.
    r.variables.vllm_response_uri = r.uri + query;
    http.route(r, {model: r.variables.vllm_responses_model});
}

// What vLLM takes: whether to stream, and the event to go on after.
function query(args) {
    var words = [];
    if (/^(?:true|false|1|0)$/.test(args.stream)) {
        words.push('stream=' + args.stream);
    }
    if (/^\d{1,9}$/.test(args.starting_after)) {
        words.push('starting_after=' + args.starting_after);
    }
    return words.length > 0 ? '?' + words.join('&') : '';
}

export default { retrieve, cancel };
