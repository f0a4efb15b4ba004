// Gives the servers of a model the name that they know, where the request is a form: of it nothing changes but the value of
// the field `model`.

import form from './form.js';
import rename from './rename.js';

function splice(r) {
    var body = rename.read(r);
    if (!body) {
        return;
    }
    var found = form.read(body, r.variables.vllm_boundary);
    if (found.refusal && found.refusal !== 'model_required') {
        rename.refuse(r, found.refusal);
        return;
    }
    rename.send(r, body, found.place, r.variables.vllm_served_name);
}

export default { splice };
