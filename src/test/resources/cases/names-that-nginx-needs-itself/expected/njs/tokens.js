// Limits of tokens: a request is refused while a bucket is empty; what an answer cost is taken out of it when the answer
// is over, since nobody knows that before. Runs on njs 0.8.5 and newer, in both engines.

import accounting from './accounting.js';

/*
 * A bucket holds what a minute gives, and is filled all the time. Two numbers in shared memory say how far it is down, in
 * milliseconds that it takes to fill up, so that another rate after a reload changes what is taken from then on:
 *   spent|WHO   all that was ever taken; only added to, so that no worker undoes what another one does
 *   since|WHO   a moment when the bucket was full, less what had been spent by then: true whoever wrote it, and when
 * Both are forgotten some time after the bucket is full again.
 */
var MINUTE = 60000, WEEK = 604800000;

/*
 * What one answer takes at most: six hours of a limit, so that one wrong figure does not close a model for days. That is a
 * million tokens, more than most models can read, at 3000 tokens a minute.
 */
var LONGEST = 21600000;

/* Called for each request before it goes on: 1 refuses it. */
function check(r) {
    var worst = emptiest(r), dry;

    if (worst === null) {
        return '';
    }

    if (worst.wait <= 0) {
        r.variables.vllm_token_limit = 'PASSED';
        return '';
    }

    dry = worst.dry;
    r.variables.vllm_token_limit = dry ? 'REJECTED_DRY_RUN' : 'REJECTED';

    if (!dry) {
        tell(r, worst);
        r.variables.vllm_token_wait = Math.ceil(worst.wait / 1000);
    }

    return dry ? '' : '1';
}

/* What is left when an answer begins; what else its head says of it is in variables then. */
function left(r) {
    var worst = emptiest(r);

    return worst === null ? '' : tell(r, worst);
}

function tell(r, bucket) {
    var tokens = bucket.wait > 0 ? 0 : Math.max(1, Math.floor(bucket.limit * (1 - bucket.down / MINUTE)));

    r.variables.vllm_limit_tokens = bucket.limit;
    r.variables.vllm_remaining_tokens = tokens;
    r.variables.vllm_reset_tokens = Math.ceil(bucket.down / 1000) + 's';
    return tokens;
}

/* Of the buckets that the request draws on, the one that has a token last; null if there is none. */
function emptiest(r) {
    var now = Date.now(), worst = null;

    each_bucket(r, function (zone, who, limit, dry) {
        var down = 0, wait, spent = zone.get('spent|' + who), since = zone.get('since|' + who);

        if (spent !== undefined && since !== undefined) {
            down = Math.max(0, spent + since - now);
        }

        wait = down + MINUTE / limit - MINUTE;

        if (worst === null || wait > worst.wait) {
            worst = {limit: limit, down: down, wait: wait, dry: dry};
        }
    });

    return worst;
}

/*
 * Called once for each request that a server was asked for, when it is logged. Where vLLM has told nothing, this guesses: each
 * event of a stream as a token, and each four bytes of the request and of a plain answer that was broken off as one, up to
 * what a minute gives. A plain answer that is whole and tells nothing costs nothing, but for /v1/responses: that one works on
 * in the background.
 */
function spend(r) {
    var seen = r.variables.vllm_spending.split('|'), status = seen[0], prompt = +seen[1], completion = +seen[2],
        events = parseInt(seen[3], 10), whole = seen[6] === 'OK', guessed = 0, now = Date.now();

    /* vLLM's errors cost nothing; 499 is a client that left before there was an answer: did any server get the request? */
    if (status < '300' || (status === '499' && /[1-9]/.test(seen[5]))) {
        if (!(prompt >= 0)) {
            prompt = 0;

            if (events >= 0) {
                guessed = Math.ceil(seen[4] / 4);

            } else if (!whole || seen[8] === '/v1/responses') {
                guessed = Math.ceil((+seen[4] + (whole ? 0 : +seen[7])) / 4);
            }
        }

        completion = completion > 0 ? completion : events > 0 ? events : 0;

        if (prompt + guessed + completion > 0) {
            each_bucket(r, function (zone, who, limit) {
                try {
                    take(zone, who,
                         Math.min(LONGEST, (prompt + Math.min(guessed, limit) + completion) * MINUTE / limit), now);

                } catch (e) {
                    r.error('tokens of ' + who + ' are not counted: ' + e.message);
                }
            });
        }
    }

    /* Where nginx would write this line of the log is nowhere. */
    return '';
}

function take(zone, who, time, now) {
    var spent = zone.get('spent|' + who), since, lifetime;

    if (spent === undefined) {
        /* incr() would go on with what is out of date. */
        zone.add('spent|' + who, 0, MINUTE);
        spent = zone.get('spent|' + who) || 0;
    }

    since = zone.get('since|' + who);

    if (since === undefined || spent + since < now) {
        since = now - spent;
    }

    lifetime = Math.min(WEEK, Math.ceil(spent + since - now + time) + MINUTE);
    zone.set('since|' + who, since, lifetime);
    zone.incr('spent|' + who, time, 0, lifetime);
}

/* As conf.d/36-limits.conf puts them together. */
function each_bucket(r, visit) {
    var words = r.variables.vllm_token_limits.split('|'), KINDS = ['client|', 'model|', 'key|'], i;

    for (i = 0; i < 3; i++) {
        if (words[2 * i + 1] !== '0') {
            visit(i === 0 ? ngx.shared.vllm_client_tokens : ngx.shared.vllm_tokens,
                  KINDS[i] + (i === 0 ? network(words[0]) : words[2 * i]), +words[2 * i + 1], words[6] === 'dry_run');
        }
    }
}

/* Who counts as one client: an address; of IPv6 a /64, which one client has as a whole. */
function network(address) {
    var halves, groups, last;

    if (address.indexOf(':') < 0 || address.indexOf('.') >= 0) {
        return address;
    }

    halves = address.split('::');
    groups = halves[0] === '' ? [] : halves[0].split(':');
    last = halves.length > 1 && halves[1] !== '' ? halves[1].split(':') : [];

    while (groups.length + last.length < 8) {
        groups.push('0');
    }

    return groups.concat(last).slice(0, 4).join(':');
}

/* Counts the events of a stream, for those that end without vLLM's own count. Each ends with an empty line. */
function watch(r, data, flags) {
    var seen = r.variables.vllm_events, count, at, from = 0;

    if (data.length > 0 && seen !== 'none') {
        if (seen === '' && !/^text\/event-stream/.test(r.variables.sent_http_content_type)) {
            r.variables.vllm_events = 'none';

        } else {
            count = parseInt(seen || '0', 10);

            /* A line had ended with the chunk before. */
            if (data[0] === 0x0a && seen.charAt(seen.length - 1) === '+') {
                count++;
                from = 1;
            }

            for (at = data.indexOf('\n\n', from); at >= 0; at = data.indexOf('\n\n', from)) {
                count++;
                from = at + 2;
            }

            r.variables.vllm_events = count + (from < data.length && data[data.length - 1] === 0x0a ? '+' : '');
        }
    }

    accounting.watch(r, data, flags);
}

export default {check, left, spend, watch};
