// For nginx below 1.23: goes on to the location that looks into the body (conf.d/30-routes.conf). Nothing else is here or imported,
// since the njs engine builds all functions of a script anew for each request.

function get_model(r) {
    r.internalRedirect(njs.version < '0.8' && !one_type(r.rawHeadersIn) ? '@vllm_script' : r.variables.vllm_look);
}

// This nginx, with its njs below 0.8, shows second headers only here.
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
