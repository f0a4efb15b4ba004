// What is decided on a body, said back: by njs/decision.js with all that a request has; by nginx's own search and, where
// that finds nothing, the same; by njs/decision.js from the body alone.

import decision from 'njs/decision.js';

function told(r) {
    r.return(200, JSON.stringify(decision.decide(r.requestBuffer, r)));
}

function searched(r) {
    var found = r.requestBuffer.length > 512 ? r.variables.vllm_large_model : r.variables.vllm_small_model;
    if (found) {
        r.return(200, JSON.stringify({model: found}));
    } else {
        told(r);
    }
}

function untold(r) {
    r.return(200, JSON.stringify(decision.decide(r.requestBuffer)));
}

export default {told, searched, untold};
