// Who asks? nginx calls check() in the entry locations, before it reads the body.

import crypto from 'crypto';

/**
 * What becomes of a request: 'granted', and then `vllm_key` holds the id of the key; 'ambiguous' when it shows two keys;
 * 'refused' for every other reason. A key is never compared as text: nginx's map holds hashes, and is asked for the first
 * half of one.
 */
function check(r) {
    var raw = r.rawHeadersIn, bearer = null, own = null, i, name, key, hash, record;

    for (i = 0; i < raw.length; i++) {
        name = raw[i][0].toLowerCase();

        if (name === 'authorization') {
            if (bearer !== null) {
                return 'ambiguous';
            }

            // One space, as vLLM has it; the word is the same in any case (RFC 9110).
            bearer = /^bearer /i.test(raw[i][1]) ? raw[i][1].slice(7) : '';

        } else if (name === 'x-api-key' && is_anthropic(r.uri)) {
            if (own !== null) {
                return 'ambiguous';
            }

            own = raw[i][1];
        }
    }

    if (bearer !== null && own !== null && bearer !== own) {
        return 'ambiguous';
    }

    key = bearer !== null ? bearer : own;

    if (key === null || !/^[!-~]{1,512}$/.test(key)) {
        return 'refused';
    }

    hash = crypto.createHash('sha256').update(key).digest('hex');
    r.variables.vllm_key_half = hash.slice(0, 32);
    record = r.variables.vllm_key_record.split(' ');

    if (record[0] !== hash.slice(32) || (record[2] !== '0' && Date.now() >= Number(record[2]))) {
        return 'refused';
    }

    r.variables.vllm_key = record[1];
    r.variables.vllm_key_group = record[3];
    return 'granted';
}

// The paths of Anthropic's API, whose clients send x-api-key.
function is_anthropic(uri) {
    return uri === '/v1/messages' || uri === '/v1/messages/count_tokens';
}

export default {check};
