// The routing decision for forms, counted as njs/counted.js does.

import counted from './counted.js';
import form from './form.js';

function get_model(r) {
    form.get_model(r);
    counted.begin(r);
}

export default {get_model};
