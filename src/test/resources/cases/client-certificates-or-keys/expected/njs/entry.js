// Goes on to the location that nginx has found for a request (conf.d/30-routes.conf). Nothing else is here or imported, since the
// njs engine builds all functions of a script anew for each request.

function get_model(r) {
    var way = r.variables.vllm_way;
    if (njs.version < '0.8' && way !== '@vllm_script' && !one_type(r.rawHeadersIn)) {
        r.variables.model_name = '';
        way = '@vllm_script';
    }
    r.internalRedirect(way);
}

// nginx below 1.23, with its njs below 0.8, shows second headers only here.
function one_type(headers) {
    var types = 0, i, length;
    for (i = 0; i < headers.length; i++) {
        length = headers[i][0].length;
        if (length === 12 && headers[i][0].toLowerCase() === 'content-type') {
            types++;
        } else if (length === 16 && headers[i][0].toLowerCase() === 'content-encoding') {
            return false;
        }
    }
    return types === 1;
}

export default { get_model };
