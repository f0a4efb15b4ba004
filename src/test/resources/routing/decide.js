// What njs/decision.js decides, said back: with all that a request has, and from the body alone.

import decision from 'njs/decision.js';

function told(r) {
    r.return(200, JSON.stringify(decision.decide(r.requestBuffer, r)));
}

function untold(r) {
    r.return(200, JSON.stringify(decision.decide(r.requestBuffer)));
}

export default {told, untold};
