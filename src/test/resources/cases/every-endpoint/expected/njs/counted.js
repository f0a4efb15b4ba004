// The way into the gateway, with the requests counted that go on to a server: njs/metrics.js takes them off when they are over.

import entry from './entry.js';

function get_model(r) {
    if (entry.get_model(r)) {
        begin(r);
    }
}

/* Each worker has entries of its own, so that those of a worker that was killed can be told from the others. */
function begin(r) {
    var model = r.variables.model_name;

    if (model) {
        try {
            ngx.shared.vllm_metrics.incr('flight|' + model + '|' + r.variables.pid, 1, 0);
            r.variables.vllm_in_flight = r.variables.pid;

        } catch (e) {
            /* There is no room: the request is served all the same. The entry for this exists since the first scrape. */
            try {
                ngx.shared.vllm_metrics.incr('lost', 1);
            } catch (other) {
                r.error('a request is not counted as in flight: ' + e.message);
            }
        }
    }
}

export default {get_model, begin};
