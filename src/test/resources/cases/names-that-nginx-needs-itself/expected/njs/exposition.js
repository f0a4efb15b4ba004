// GET /metrics: what njs/metrics.js has counted, as Prometheus reads it.

import fs from 'fs';
import certificate from './certificate.js';
import observed from './observed.js';

/* Upper bounds in seconds; the maps in conf.d/60-metrics.conf know them too. */
var BOUNDS = ['0.01', '0.025', '0.05', '0.1', '0.25', '0.5', '1', '2.5', '5', '10', '30', '60', '120', '300', '600',
              '+Inf'];

var FAMILIES = {
    requests: ['counter', 'requests_total', 'Requests that are over.', ['model', 'endpoint', 'status']],
    refusal: ['counter', 'refusals_total', 'Errors that the gateway answered with itself.', ['model', 'reason']],
    cut: ['counter', 'cut_answers_total', 'Answers that did not reach the client whole.', ['model']],
    flight: ['gauge', 'requests_in_flight', 'Requests that a server is working on.', ['model']],
    tried: ['counter', 'upstream_tries_total', 'Requests sent to a server.', ['model', 'replica']],
    failure: ['counter', 'upstream_failures_total', 'Tries that the server did not serve: not reached, or 5xx.',
              ['model', 'replica']],
    limit: ['counter', 'limits_hit_total', 'Requests above a limit.', ['model', 'limit', 'mode']],
    prompt: ['counter', 'prompt_tokens_total', 'Tokens of prompts, as vLLM counts them.', ['model']],
    completion: ['counter', 'completion_tokens_total', 'Tokens of answers, as vLLM counts them.', ['model']],
    key: ['counter', 'key_requests_total', 'Requests of a key.', ['key', 'model', 'status']],
    key_prompt: ['counter', 'key_prompt_tokens_total', 'Tokens of prompts of a key.', ['key', 'model']],
    key_completion: ['counter', 'key_completion_tokens_total', 'Tokens of answers to a key.', ['key', 'model']],
    lost: ['counter', 'lost_counts_total', 'Counts for which the dictionary had no room.', []]
};

var HISTOGRAMS = {
    seconds: ['request_duration_seconds', 'From the first byte of a request to the last one of its answer.'],
    head: ['response_head_seconds', 'Until the server that answered had sent the head of its answer.'],
    chunk: ['first_chunk_seconds', 'From the first byte of a request to the first chunk of the body of its answer.']
};

function metrics(r) {
    if (r.method !== 'GET') {
        r.return(405);
        return;
    }

    r.headersOut['Content-Type'] = 'text/plain; version=0.0.4; charset=utf-8';
    r.return(200, exposition(ngx.shared.vllm_metrics));
}

function exposition(zone) {
    var text = [], values = table(), buckets = table(), sums = table(), names = known(), i, items;

    Object.keys(FAMILIES).forEach(function (name) { values[name] = table(); });
    Object.keys(HISTOGRAMS).forEach(function (name) { buckets[name] = table(); sums[name] = table(); });

    zone.add('lost', 0);
    begin(values);
    items = zone.items(1000000);

    for (i = 0; i < items.length; i++) {
        if (gone(items[i][0].split('|'), names)) {
            zone.delete(items[i][0]);
        } else {
            take(zone, items[i][0], items[i][1], values, buckets, sums);
        }
    }

    Object.keys(FAMILIES).forEach(function (name) { family(text, FAMILIES[name], values[name]); });
    Object.keys(HISTOGRAMS).forEach(function (name) {
        histogram(text, HISTOGRAMS[name], buckets[name], sums[name]);
    });

    if (observed.certificate) {
        expiry(text, certificate.expiry(observed.certificate));
    }

    return text.join('\n') + '\n';
}

/* Where a worker may not read the file, this is said instead. */
function expiry(text, seconds) {
    family(text, ['gauge', 'certificate_read', 'Whether the file of the certificate can be read.', []],
           {'': seconds === null ? 0 : 1});

    if (seconds !== null) {
        family(text, ['gauge', 'certificate_expiry_timestamp_seconds', 'When the certificate in the file expires.', []],
               {'': seconds});
    }
}

/* Its keys may be any name, also one that every object has by itself, such as `constructor`. */
function table() {
    return Object.create(null);
}

/* The models of the catalog, each with its servers; null where one has a name, whose addresses only nginx knows. The keys. */
function known() {
    var models = table(), keys = table();

    observed.models.forEach(function (model) {
        var named = model.replicas.some(function (replica) { return /^[^\[]*[a-z]/i.test(replica); });

        models[model.name] = named ? null : model.replicas;
    });
    observed.keys.forEach(function (key) { keys[key] = true; });

    return {models, keys};
}

/*
 * Whether the catalog has it no more: memory outlives a reload, and such entries would take room for ever. Those of requests in
 * flight go with their last request.
 */
function gone(words, names) {
    var by_key = words[0] === 'key' || words[0] === 'key_prompt' || words[0] === 'key_completion',
        model = words[by_key ? 2 : 1], replicas;

    if (by_key && !names.keys[words[1]]) {
        return true;
    }

    if (words[0] === 'flight' || model === undefined || model === '') {
        return false;
    }

    replicas = names.models[model];

    if (replicas === undefined) {
        return true;
    }

    return (words[0] === 'head' || words[0] === 'tried' || words[0] === 'failure') && replicas !== null
        && replicas.indexOf(words[2]) < 0;
}

/* What is known to exist begins at zero, so that its first increase is seen. */
function begin(values) {
    observed.models.forEach(function (model) {
        model.endpoints.forEach(function (endpoint) {
            values.requests[model.name + '|' + endpoint + '|2xx'] = 0;
            values.requests[model.name + '|' + endpoint + '|5xx'] = 0;
        });
        model.replicas.forEach(function (replica) {
            values.tried[model.name + '|' + replica] = 0;
            values.failure[model.name + '|' + replica] = 0;
        });
        model.limits.forEach(function (limit) {
            values.limit[model.name + '|' + limit + '|' + observed.limit_mode] = 0;
        });
        values.refusal[model.name + '|model_unavailable'] = 0;
        values.cut[model.name] = 0;
        values.flight[model.name] = 0;
        if (observed.accounting) {
            values.prompt[model.name] = 0;
            values.completion[model.name] = 0;
        }
    });
}

function take(zone, key, value, values, buckets, sums) {
    var words = key.split('|'), name = words[0], model = words[1];

    if (name === 'request') {
        sum(values.requests, model + '|' + words[2] + '|' + words[3], value);
        if (model !== '') {
            fill(buckets.seconds, model, words[4], value);
        }

    } else if (name === 'flight') {
        if (alive(words[2])) {
            sum(values.flight, model, value);
        } else {
            zone.delete(key);
        }

    } else if (name === 'head') {
        fill(buckets.head, model, words[3], value);
        sum(values.tried, model + '|' + words[2], value);

    } else if (values[name]) {
        sum(values[name], words.slice(1).join('|'), value);

    } else if (name === 'chunk') {
        fill(buckets.chunk, model, words[2], value);

    } else {
        name = name.replace('_seconds', '');

        /* Memory outlives a reload: there may be counts of a newer version of this script. */
        if (sums[name]) {
            sums[name][model] = value;
        }
    }
}

function sum(table, key, value) {
    table[key] = (table[key] || 0) + value;
}

function fill(table, model, bucket, value) {
    table[model] = table[model] || [];
    table[model][bucket] = (table[model][bucket] || 0) + value;
}

/* A worker that was killed takes nothing off. */
function alive(process) {
    try {
        fs.accessSync('/proc/self');
    } catch (e) {
        return true;
    }
    try {
        fs.accessSync('/proc/' + process);
        return true;
    } catch (e) {
        return false;
    }
}

function family(text, about, values) {
    var keys = Object.keys(values).sort();

    if (keys.length > 0) {
        head(text, about[0], about[1], about[2]);
        keys.forEach(function (key) {
            text.push('vllm_gateway_' + about[1] + labels(about[3], key) + ' ' + values[key]);
        });
    }
}

function labels(names, key) {
    var words = key.split('|');

    return names.length === 0 ? '' : '{' + names.map(function (name, i) {
        return name + '="' + words[i] + '"';
    }).join(',') + '}';
}

function histogram(text, about, buckets, sums) {
    var models = Object.keys(buckets).sort();

    if (models.length > 0) {
        head(text, 'histogram', about[0], about[1]);
        models.forEach(function (model) {
            var count = 0, name = 'vllm_gateway_' + about[0];

            BOUNDS.forEach(function (bound, i) {
                count += buckets[model][i] || 0;
                text.push(name + '_bucket{model="' + model + '",le="' + bound + '"} ' + count);
            });
            text.push(name + '_sum{model="' + model + '"} ' + (sums[model] || 0));
            text.push(name + '_count{model="' + model + '"} ' + count);
        });
    }
}

function head(text, type, name, help) {
    text.push('# HELP vllm_gateway_' + name + ' ' + help, '# TYPE vllm_gateway_' + name + ' ' + type);
}

export default {metrics};
