// Counts each request when it is over, in the shared dictionary that njs/exposition.js shows. nginx asks for $vllm_counted
// when it logs a request, whatever became of it, and that is once.

/*
 * The dictionary's keys are words with `|` between them, none of them a text of the client's:
 *   request|MODEL|ENDPOINT|STATUS CLASS|BUCKET   requests, by how long they took
 *   seconds|MODEL                                how long they took in all
 *   head|MODEL|BUCKET, head_seconds|MODEL        the same of the time until the head of the answer came
 *   chunk|MODEL|BUCKET, chunk_seconds|MODEL      the same of the time until the first chunk of its body came
 *   prompt|MODEL, completion|MODEL               tokens
 *   tried|MODEL|REPLICA, failure|MODEL|REPLICA     how often a server was asked, and did not serve
 *   refusal|MODEL|CODE                           errors of the gateway's own
 *   limit|MODEL|KIND|MODE                        limits that were hit
 *   cut|MODEL                                    answers that did not reach the client whole
 *   flight|MODEL|PROCESS                         requests that a worker is busy with, see njs/counted.js
 *   key|KEY|MODEL|STATUS CLASS                   requests of a client
 *   key_prompt|KEY|MODEL, key_completion|KEY|MODEL
 *   lost                                         counts for which there was no room
 */
function count(r) {
    var zone = ngx.shared.vllm_metrics,
        /* As conf.d/60-metrics.conf puts them together. */
        seen = r.variables.vllm_observation.split('|'),
        model = seen[0], klass = seen[2].charAt(0) + 'xx', seconds = +seen[3], replicas = seen[4], left;

    add('request|' + model + '|' + seen[1] + '|' + klass + '|' + bucket(seconds), 1);

    if (model !== '') {
        add('seconds|' + model, seconds);
    }

    if (replicas !== '') {
        if (replicas.indexOf(' ') < 0) {
            tried(replicas, seen[5]);
            took('head', seen[6]);

        } else {
            tried_several();
        }
    }

    if (seen[7] !== '') {
        add('refusal|' + model + '|' + seen[7], 1);
    }

    if (seen[8] === '') {
        add('cut|' + model, 1);
    }

    if (seen[9] !== '') {
        left = add('flight|' + model + '|' + seen[9], -1);

        /* This process is the only one that uses the entry: nobody comes between. */
        if (left <= 0) {
            zone.delete('flight|' + model + '|' + seen[9]);
        }
    }

    if (seen[10] !== '') {
        limited('requests', seen[10]);
    }

    if (seen[11] !== '') {
        limited('concurrency', seen[11]);
    }

    if (seen[16]) {
        limited('tokens', seen[16]);
    }

    if (seen[12] !== '') {
        took('chunk', seen[12]);
        spent('prompt', seen[13]);
        spent('completion', seen[14]);
    }

    if (seen[15]) {
        add('key|' + seen[15] + '|' + model + '|' + klass, 1);
    }

    /* Where nginx would write this line of the log is nowhere. */
    return '';

    function add(key, value) {
        try {
            return zone.incr(key, value, 0);

        } catch (e) {
            lose(e);
        }
    }

    /* That entry is there since the first scrape, so that it works where there is no room. */
    function lose(e) {
        try {
            zone.incr('lost', 1);

        } catch (other) {
            r.error('a request was not counted: ' + e.message);
        }
    }

    /* The place among the bounds of njs/exposition.js of the smallest that is not exceeded. */
    function bucket(s) {
        return s <= 1 ? s <= 0.05 ? s <= 0.01 ? 0 : s <= 0.025 ? 1 : 2
                                  : s <= 0.25 ? s <= 0.1 ? 3 : 4 : s <= 0.5 ? 5 : 6
                      : s <= 30 ? s <= 5 ? s <= 2.5 ? 7 : 8 : s <= 10 ? 9 : 10
                                : s <= 120 ? s <= 60 ? 11 : 12 : s <= 300 ? 13 : s <= 600 ? 14 : 15;
    }

    function took(what, text) {
        var s = +text;

        if (s >= 0) {
            add(what + '|' + model + '|' + bucket(s), 1);
            add(what + '_seconds|' + model, s);
        }
    }

    /* Where no server could be asked, nginx gives the upstream's name, which has no port. */
    function tried(replica, status) {
        if (replica.indexOf(':') >= 0) {
            add('tried|' + model + '|' + replica, 1);

            if (status >= '500') {
                add('failure|' + model + '|' + replica, 1);
            }
        }
    }

    /* The last one is the one that answered. */
    function tried_several() {
        var SEPARATOR = /,? (?:: )?/, all = replicas.split(SEPARATOR), statuses = seen[5].split(SEPARATOR), i;

        for (i = 0; i < all.length; i++) {
            tried(all[i], statuses[i] || '');
        }

        took('head', seen[6].split(SEPARATOR).pop());
    }

    function limited(kind, status) {
        if (status.indexOf('REJECTED') === 0) {
            add('limit|' + model + '|' + kind + '|' + (status === 'REJECTED' ? 'enforced' : 'dry_run'), 1);
        }
    }

    function spent(what, tokens) {
        if (tokens > 0) {
            add(what + '|' + model, +tokens);

            if (seen[15]) {
                add('key_' + what + '|' + seen[15] + '|' + model, +tokens);
            }
        }
    }
}

export default {count};
