// Asks servers how they are, in the first worker only, and files what it found in shared memory.
// Runs on njs 0.8.5 and newer, in both engines.

import groups from './groups.js';
import watched from './watched.js';

// Rounds are killed when the next one begins; what they have filed by then stays.
async function round(session, number) {
    var pending = [];
    watched.forEach(function (model) {
        if (model.round === number) {
            model.servers.forEach(function (server) {
                pending.push(check(session, model, server));
            });
            // Also renews what would expire, and files it anew after a reload.
            publish(model);
        }
    });
    await Promise.all(pending);
}

async function check(session, model, server) {
    // A server that sends its answer byte by byte outlives its round: whoever has not answered by the next one has failed.
    var state = load(model, server);
    if (state.asked) {
        judge(model, server, state, 'no whole answer within the interval');
    }
    state.asked = true;
    save(model, server, state);
    var trouble = await ask(session, model, server);
    state = load(model, server);
    state.asked = false;
    judge(model, server, state, trouble);
    save(model, server, state);
    publish(model);
}

// '' when the server is well, otherwise what is wrong.
async function ask(session, model, server) {
    try {
        var options = {headers: {}};
        if (model.body !== null) {
            options.method = 'POST';
            options.body = model.body;
            options.headers['Content-Type'] = 'application/json';
        }
        if (model.authorization) {
            options.headers.Authorization = session.variables[model.authorization];
        }
        var reply = await ngx.fetch(server.url, options);
        // A name is asked by way of nginx, which says so when it did not get through.
        return reply.status === 200 ? ''
            : server.named && reply.status === 502 ? 'connect failed'
            : server.named && reply.status === 504 ? 'timed out'
            : 'status ' + reply.status;
    } catch (e) {
        return String(e && e.message || e);
    }
}

// Counts the answer; enough of a kind in a row turn the state. The first one ever decides alone.
function judge(model, server, state, trouble) {
    var well = trouble === '';
    var first = state.up === null;
    state.error = well ? state.error : trouble;
    if (state.up === well) {
        state.row = 0;
        return;
    }
    state.row++;
    if (first || state.row >= (well ? model.passes : model.fails)) {
        state.up = well;
        state.row = 0;
        state.since = Date.now();
        if (!first || !well) {
            ngx.log(ngx.WARN, 'health: ' + server.address + ' of ' + model.model
                    + (well ? ' is back' : ' is out: ' + trouble));
        }
    }
}

function place(model, server) {
    return model.key + ' ' + server.number;
}

function load(model, server) {
    var text = ngx.shared.vllm_health.get(place(model, server));
    return text === undefined ? {up: null, row: 0, since: 0, asked: false, error: ''} : JSON.parse(text);
}

function save(model, server, state) {
    ngx.shared.vllm_health.set(place(model, server), JSON.stringify(state), lifetime(model));
}

// The group for those that are out now. If this worker hangs, nobody is out before long.
function publish(model) {
    var out = model.servers.filter(function (server) {
        return load(model, server).up === false;
    });
    var numbers = groups.numbers(out);
    var group = ngx.shared.vllm_health.get(model.key);
    if (group === undefined || ngx.shared.vllm_health.get(model.key + ' out') !== numbers) {
        group = groups.without(model, out);
    }
    ngx.shared.vllm_health.set(model.key, group, lifetime(model));
    ngx.shared.vllm_health.set(model.key + ' out', numbers, lifetime(model));
}

function lifetime(model) {
    return 4 * model.interval + 1000;
}

// For people and for the command line.
function report(r) {
    var models = watched.map(function (model) {
        return {model: model.model, servers: model.servers.map(function (server) {
            var state = load(model, server);
            return {
                address: server.address,
                state: state.up === null ? 'unknown' : state.up ? 'up' : 'out',
                since: state.since ? new Date(state.since).toISOString() : null,
                last_error: state.error || null
            };
        })};
    });
    r.headersOut['Content-Type'] = 'application/json';
    r.return(200, JSON.stringify({models: models}));
}

// nginx names a function for each location, and has no other way to tell them apart.
async function round_1(session) { await round(session, 1); }
async function round_2(session) { await round(session, 2); }
async function round_3(session) { await round(session, 3); }
async function round_4(session) { await round(session, 4); }
async function round_5(session) { await round(session, 5); }
async function round_6(session) { await round(session, 6); }
async function round_7(session) { await round(session, 7); }
async function round_8(session) { await round(session, 8); }

export default { report, round_1, round_2, round_3, round_4, round_5, round_6, round_7, round_8 };
