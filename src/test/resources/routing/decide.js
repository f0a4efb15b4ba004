// What is decided on a body, said back: by njs/decision.js with all that a request has; by nginx's own search and, where
// that finds nothing, the same; by njs/decision.js from the body alone.

import decision from 'njs/decision.js';

function told(r) {
    r.return(200, JSON.stringify(decision.decide(r.requestBuffer, r)));
}

function found(r) {
    r.return(200, JSON.stringify({model: r.variables.requested_model}));
}

function untold(r) {
    r.return(200, JSON.stringify(decision.decide(r.requestBuffer)));
}

export default {told, found, untold};
