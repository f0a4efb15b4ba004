// Passes an answer, cut at every place, through njs/accounting.js and tells what that found. The path says which answer: a
// stream of events, a plain one, or a plain one that is broken off.

import accounting from './accounting.js';

function find(r) {
    var body = r.requestBuffer, found = {}, at, size, whole = r.uri !== '/broken',
        type = r.uri === '/events' ? 'text/event-stream; charset=utf-8' : 'application/json';

    for (at = 1; at < body.length; at++) {
        pass([body.slice(0, at), body.slice(at)]);
        pass([body.slice(0, at), body.slice(at, at + 4), body.slice(at + 4)]);
    }

    for (size = 1; size < 40; size++) {
        pass(cut(size));
    }

    r.return(200, JSON.stringify(Object.keys(found)));

    function pass(pieces) {
        var request = {variables: {request_time: '0.1', sent_http_content_type: type}}, sent = 0, last = 0;

        request.sendBuffer = function (data, flags) {
            sent += data.length;
            last += flags.last ? 1 : 0;
        };

        pieces.forEach(function (piece, i) {
            accounting.watch(request, piece, {last: whole && i === pieces.length - 1});
        });

        found[[request.variables.vllm_prompt_tokens, request.variables.vllm_completion_tokens,
               sent === body.length && last === (whole ? 1 : 0) ? 'whole' : 'changed'].join(' ')] = true;
    }

    function cut(length) {
        var pieces = [], i;

        for (i = 0; i < body.length; i += length) {
            pieces.push(body.slice(i, i + length));
        }

        return pieces;
    }
}

export default {find};
