// The routing decision, counted as njs/counted.js does.

import counted from './counted.js';
import vllm from './http.js';

function get_model(r) {
    vllm.get_model(r);
    counted.begin(r);
}

export default {get_model};
