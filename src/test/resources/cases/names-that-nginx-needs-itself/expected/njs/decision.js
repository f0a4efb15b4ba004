/*
 * Which model a request body asks for.
 *
 * The answer is what Python's json.loads(body)["model"] gives in vLLM, or a refusal; it is never a third thing.
 *
 * A body is called sound when Python accepts it. vLLM answers 400 to every other body, whatever server it was sent to,
 * so what is claimed below need only hold for sound bodies. Of several top-level keys `model` Python takes the last. A
 * key is `model` for Python if it is spelled so, or with some letters as \u006X; no other escape yields these letters.
 *
 * To read a whole body costs more than all the rest of a request. nginx's own regular expressions (40-server.conf) find the
 * name in most bodies from a few bytes at one end, or walk through a body ten times as fast as anything here. `decide` gets
 * what is left; it, too, looks at the end of the body before it reads all of it. What both look for, and why it is right:
 *
 * THE WHOLE. A small body (@vllm_small_body) that is JSON by its grammar, in which one of the top-level keys is `"model"` and no
 * other one begins so or has an escape in it.
 *
 * THE LAST KEY. In a sound body the bytes `"model"` without a backslash before them are one whole string: the first quote
 * is not escaped, and does not close a string, because no string is followed by an `m`. Before a colon that string is a
 * key. From it on Python and JSON.parse see the same tokens. If `{` and the rest of the body from the key on is one
 * complete object, then the body's last brace closes the object that the key is in: it is the top-level object. All later
 * keys are in the text that was read, so the last one is known; earlier ones do not count. @vllm_large_body takes only a
 * rest of keys in plain letters, none of them `model`, and of values whose brackets match.
 *
 * THE FIRST KEY. `{` and the key `"model"` begin the body: it is a top-level key. If nowhere else in the body there are
 * the bytes `"model"`, and no `\u006`, without which no letter of it can be spelled otherwise, then it is the only one.
 * (@vllm_large_body.)
 *
 * HOW MUCH WORK. The body is searched once or twice, tails of it with a quarter of its length are read, then the whole once: JSON.parse
 * of the body costs half as much, or more.
 */

/**
 * @param {Buffer} body the whole request body, not empty
 * @param {Object} [request] the request it belongs to. Used to be faster, and only for:
 *     `requestText`, the body as text;
 *     `variables.vllm_mentions`, `none` if nginx has found no `"model"` in the body.
 * @returns {{model: string}|{refusal: string}} A character of the name that is none (a lone surrogate,
 *     invalid UTF-8) may come as U+FFFD, which no model's name contains.
 */
function decide(body, request) {
    var KEY = '"model"',
        SPELLED = '"(?:m|\\\\u006[dD])(?:o|\\\\u006[fF])(?:d|\\\\u0064)(?:e|\\\\u0065)(?:l|\\\\u006[cC])"',
        /* Up to so many bytes a body is read whole at once, and refused for every fault that it has. */
        SMALL = 512,
        /* After so many mentions of `"model"` in tools and schemas the search for a tail gives up. */
        MENTIONS = 24,
        /* The text may be JSON, but the engine cannot look into all of it. */
        TOO_DEEP = {},
        mentioned = !request || request.variables.vllm_mentions !== 'none';

    /* Python takes a first or second byte of NUL for UTF-16 or UTF-32, and obeys a byte order mark. */
    if (body[0] === 0 || body[0] > 0x7f || body[1] === 0) {
        return refuse('invalid_encoding');
    }

    return body.length <= SMALL ? by_reading() : by_ends(first_model());

    /* The value of the first member, if that is a model and can be cut out; it must not say something else later. */
    function first_model() {
        var head, comma, top;

        /* `{"mo…`, or white space after the brace. */
        if (body[3] === 0x6f || body[1] <= 0x20) {
            head = body.toString('utf8', 0, SMALL);
            comma = head.indexOf(',');

            /* A comma inside of the value would cut a string or a bracket open. */
            top = comma > 0 ? parse(head.slice(0, comma) + '}') : undefined;
        }

        return is_object(top) && typeof top.model === 'string' ? top.model : null;
    }

    function by_ends(first) {
        var at = mentioned ? body.lastIndexOf(KEY) : -1;

        if (first !== null && at > 0 && at === body.indexOf(KEY) && body.indexOf('\\u006') < 0) {
            return named({model: first});
        }

        return by_tail(first, at);
    }

    /*
     * The tails from the last mentions of `"model"` on, as long as they are short in all: if the first key is a model, too, one
     * of them only shows that there are two.
     */
    function by_tail(first, at) {
        var budget = Math.max(4096, first === null ? body.length >> 2 : 0), mentions = MENTIONS, next, top,
            start = first === null ? 0 : body.indexOf(0x22);

        for ( ; at > start && mentions > 0; mentions--) {
            next = body[at + KEY.length];

            if ((next === 0x3a || next <= 0x20) && body[at - 1] !== 0x5c) {
                budget -= body.length - at;

                if (budget < 0) {
                    break;
                }

                top = parse('{' + body.toString('utf8', at));

                if (top === TOO_DEEP) {
                    break;
                }

                if (top !== undefined) {
                    return first === null ? named(top) : duplicate();
                }
            }

            at = body.lastIndexOf(KEY, at - 1);
        }

        return by_parsing(request ? request.requestText : body.toString(), first);
    }

    /* A small body, where more than one key is seen wherever they stand. */
    function by_reading() {
        var text = body.toString(), decided = by_parsing(text, null), at = text.indexOf(KEY);

        if (decided.refusal && decided.refusal.indexOf('model') < 0) {
            return decided;
        }

        if ((text.indexOf(KEY, at + 1) >= 0 || text.indexOf('\\u006') >= 0) && keys(text) > 1) {
            return duplicate();
        }

        return decided;
    }

    /* How many of the strings that Python reads as `model` are top-level keys: renamed, they show up under the new name. */
    function keys(text) {
        var spelled = new RegExp(SPELLED, 'g'), count = 0, found, top;

        while (count < 2 && (found = spelled.exec(text)) !== null) {
            top = parse(text.slice(0, found.index) + '"another model"' + text.slice(found.index + found[0].length));

            if (is_object(top) && top['another model'] !== undefined) {
                count++;
            }
        }

        return count;
    }

    /*
     * JSON.parse accepts less than Python (no NaN) and otherwise reads the same; it lets the last key count as well. If
     * the first key says something else the body is ambiguous.
     */
    function by_parsing(text, first) {
        var top = parse(text);

        if (top === undefined) {
            return refuse('invalid_json');
        }

        if (top === TOO_DEEP) {
            return refuse('too_deep');
        }

        if (!is_object(top)) {
            return refuse('not_an_object');
        }

        if (first !== null && top.model !== first) {
            return duplicate();
        }

        /* Old njs leaves invalid UTF-8 in requestText as it is; this makes it visible. */
        return typeof top.model === 'string' ? named({model: Buffer.from(top.model).toString()}) : named(top);
    }

    /* The value of a JSON text; undefined if it is none; TOO_DEEP if the engine cannot tell. */
    function parse(text) {
        try {
            return JSON.parse(text);

        } catch (e) {
            return e instanceof SyntaxError && e.message.indexOf('too deep') < 0 ? undefined : skim(text);
        }
    }

    /*
     * The njs engine's JSON.parse stops at 32 levels, vLLM at 970. That engine's regular expressions are PCRE's, which
     * can recurse; it refuses `*+`, so possessive is written `{0,}+`. This one reads the top-level object and hops over
     * values: strings, words, and brackets with what is in them. Where Python accepts the text the brackets match, so
     * one kind is as good as the other. Group 2 is the value of the last key that Python reads as `model`.
     *
     * A level takes up to six of PCRE's frames: 10,000 are enough for 970 levels, and end the work on a body of two
     * million brackets after 10 ms instead of a second.
     *
     * QuickJS, whose JSON.parse goes as deep as vLLM's, cannot compile it and throws.
     */
    function skim(text) {
        var space = '[ \\t\\n\\r]{0,}+',
            string = '"[^"\\\\]{0,}+(?:\\\\.[^"\\\\]{0,}+){0,}+"',
            word = '[^ \\t\\n\\r"{}\\[\\],:]{1,}+',
            brackets = '[\\[{](?:[^"\\[\\]{}]{1,}+|' + string + '|(?1)){0,}+[\\]}]',
            value = '(' + string + '|' + word + '|' + brackets + ')',
            colon = space + ':' + space,
            member = '(?:' + SPELLED + colon + '((?1))|' + string + colon + '(?1))' + space,
            members = '(?:' + member + '(?:,' + space + '|(?=[}]))){0,}+',
            found, scalar;

        try {
            found = new RegExp('(*LIMIT_RECURSION=10000)^(?:(?!)' + value + ')?' + space + '[{]' + space + members + '[}]' + space + '$')
                .exec(text);

        } catch (e) {
            return TOO_DEEP;
        }

        if (found === null) {
            return undefined;
        }

        if (found[2] === undefined) {
            return {};
        }

        /* An object, an array or NaN is no name, whatever is in it. */
        scalar = '{['.indexOf(found[2][0]) < 0 ? parse(found[2]) : undefined;

        return {model: scalar === undefined ? 0 : scalar};
    }

    /* vLLM answers a missing, null or empty model by its own; here the catalog decides. */
    function named(top) {
        var name = top.model;

        if (name === undefined || name === null || name === '') {
            return refuse('model_required');
        }

        if (typeof name !== 'string') {
            return refuse('model_not_a_string');
        }

        if (name.indexOf('\ufffd') >= 0) {
            return refuse('invalid_encoding');
        }

        return {model: name};
    }

    function is_object(value) {
        return value !== null && typeof value === 'object' && !Array.isArray(value);
    }

    function duplicate() {
        return refuse('duplicate_model');
    }

    function refuse(refusal) {
        return {refusal: refusal};
    }
}

export default {decide};
