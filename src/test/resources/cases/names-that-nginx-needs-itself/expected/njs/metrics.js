// Counts each request in the shared dictionary that njs/exposition.js shows: nginx asks for $vllm_begun when a request goes on
// to a server, and for $vllm_counted when it logs the request, whatever became of it. Each is asked for once.

/*
 * The dictionary's keys are words with `|` between them, none of them a text of the client's:
 *   request|MODEL|ENDPOINT|STATUS CLASS|BUCKET   requests, by how long they took
 *   seconds|MODEL                                how long they took in all
 *   head|MODEL|REPLICA|BUCKET                    tries that were answered, by the time until the head of the answer came
 *   head_seconds|MODEL                           that time in all
 *   tried|MODEL|REPLICA, failure|MODEL|REPLICA   tries that were not answered; that were not served
 *   chunk|MODEL|BUCKET, chunk_seconds|MODEL      the same of the time until the first chunk of the body of the answer came
 *   prompt|MODEL, completion|MODEL               tokens
 *   refusal|MODEL|CODE                           errors of the gateway's own
 *   limit|MODEL|KIND|MODE                        limits that were hit
 *   cut|MODEL                                    answers that did not reach the client whole
 *   flight|MODEL|PROCESS                         requests that a worker is busy with
 *   key|KEY|MODEL|STATUS CLASS                   requests of a client
 *   key_prompt|KEY|MODEL, key_completion|KEY|MODEL
 *   lost                                         counts for which there was no room
 */

/* Each worker has entries of its own, so that those of a worker that was killed can be told from the others. */
function begin(r) {
    try {
        ngx.shared.vllm_metrics.incr(r.variables.vllm_flight, 1, 0);

    } catch (e) {
        /* There is no room: the request is served all the same. */
        lose(r, e);
    }

    /* A header without a value is not sent. */
    return '';
}

/*
 * nginx has put the counts of most requests together: the entry of begin(), and then pairs of a key and a number. The count of
 * requests is the last one, so that who reads so many requests reads all that belongs to them.
 */
function count(r) {
    var zone = ngx.shared.vllm_metrics, counts = r.variables.vllm_counts, i, value;

    counts = counts === '' ? unusual(r) : counts.split(';');

    if (counts[0] !== '') {
        try {
            /* This process is the only one that uses the entry: nobody comes between. */
            if (zone.incr(counts[0], -1, 0) <= 0) {
                zone.delete(counts[0]);
            }

        } catch (e) {
            lose(r, e);
        }
    }

    for (i = 1; i < counts.length; i += 2) {
        value = +counts[i + 1];

        /* No figure where an answer had none. */
        if (value) {
            try {
                zone.incr(counts[i], value, 0);

            } catch (e) {
                lose(r, e);
            }
        }
    }

    /* Where nginx would write this line of the log is nowhere. */
    return '';
}

/* The entry for this is there since the first scrape, so that it works where there is no room. */
function lose(r, e) {
    try {
        ngx.shared.vllm_metrics.incr('lost', 1);

    } catch (other) {
        r.error('a request was not counted: ' + e.message);
    }
}

/* The counts of a request that was refused, cut, limited, not served or tried at several servers. */
function unusual(r) {
    var seen = r.variables.vllm_observation.split('|'), model = seen[0], klass = seen[2].charAt(0) + 'xx',
        replicas = seen[5].split(/,? (?:: )?/), statuses = seen[6].split(/,? (?:: )?/),
        counts = [seen[5] === '' ? '' : r.variables.vllm_flight], i;

    if (model !== '') {
        counts.push('seconds|' + model, seen[3]);
    }

    /* nginx takes an answer without a head for HTTP/0.9 and gives it the status 9, or 200 as the server's. */
    if (klass === '0xx' && seen[2] !== '000') {
        statuses[replicas.length - 1] = '502';
    }

    for (i = 0; i < replicas.length; i++) {
        tried(replicas[i], statuses[i] || '', i === replicas.length - 1 && seen[7] !== 'null');
    }

    if (seen[9] !== '') {
        counts.push('refusal|' + model + '|' + seen[9], 1);
    }

    if (seen[10] === '') {
        counts.push('cut|' + model, 1);
    }

    /* Without a model it was not a limit of the catalog, but guesses of keys that were slowed. */
    if (model !== '') {
        limited('requests', seen[11]);
        limited('concurrency', seen[12]);
        limited('tokens', seen[13] || '');
    }

    /* What accounting and the key add is the same for all. */
    return counts.concat(r.variables.vllm_further_counts.split(';').slice(1),
                         'request|' + model + '|' + seen[1] + '|' + klass + '|' + seen[4], 1);

    /* Where no server could be asked, nginx gives the upstream's name, which has no port. */
    function tried(replica, status, answered) {
        if (replica.indexOf(':') >= 0) {
            if (answered) {
                counts.push('head|' + model + '|' + replica + '|' + seen[8], 1, 'head_seconds|' + model, seen[7]);

            } else {
                counts.push('tried|' + model + '|' + replica, 1);
            }

            if (status >= '500') {
                counts.push('failure|' + model + '|' + replica, 1);
            }
        }
    }

    function limited(kind, status) {
        if (status.indexOf('REJECTED') === 0) {
            counts.push('limit|' + model + '|' + kind + '|' + (status === 'REJECTED' ? 'enforced' : 'dry_run'), 1);
        }
    }
}

export default {begin, count};
