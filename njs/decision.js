/*
 * Which model a request body asks for.
 *
 * The answer is what Python's json.loads(body)["model"] gives in vLLM, or a refusal; it is never a third thing.
 *
 * A body is called sound when Python accepts it. vLLM answers 400 to every other body, whatever server it was sent to,
 * so what is claimed below need only hold for sound bodies. Of several top-level keys `model` Python takes the last.
 *
 * To read a whole body costs more than all the rest of a request, so three ways are tried, the cheapest first; each
 * says beside it why it cannot differ from Python:
 *   by_tail     the last `"model"` stands near the end: OpenAI's Python client sends `messages` or `input` before it;
 *   by_head     `"model"` is the first key: what most people write by hand;
 *   by_parsing  everything else.
 * What the first two may spend in vain is bounded by a part of what the third costs.
 */

/* A key is `model` for Python if it is spelled so, or with some letters as \u006X; no other escape yields them. */
var KEY = '"model"';
var ESCAPED_LETTER = '\\u006';

var QUOTE = 0x22, COLON = 0x3a, BACKSLASH = 0x5c, SMALL_O = 0x6f, BRACE = 0x7b;

/* After so many mentions of `"model"` in tools and schemas a search gives up. */
var MAX_MENTIONS = 24;

/* Up to this size in bytes a body is read whole: that costs no more than to avoid it, and refuses every fault at once. */
var SMALL = 512;

/* The text is JSON, but the engine cannot look into all of it. */
var TOO_DEEP = {};

/**
 * @param {Buffer} body the whole request body, not empty
 * @param {Object} [request] the request it belongs to. Used to be faster, and only for:
 *     `requestText`, the body as text;
 *     `variables.vllm_model_keys`, nginx's own search of the body: `once` if the body begins with the key `"model"` and no
 *     other bytes in it are a key, at any depth, that Python reads as `model`. Any other value says nothing.
 * @returns {{model: string}|{refusal: string, message: string}}
 */
function decide(body, request) {
    var first;

    if (body.length <= SMALL) {
        return by_reading(body, request);
    }

    /* Python guesses the encoding from the first two bytes: `{` and something other than NUL is UTF-8. */
    if (body[0] !== BRACE || body[1] === 0) {
        return by_parsing(body, request, null);
    }

    first = body[1] === QUOTE ? 1 : body.indexOf(QUOTE);

    return body[first + 2] === SMALL_O ? by_head(body, request, first) : by_tail(body, request, null);
}

/*
 * In a sound body the bytes `"model"` without a backslash before them are one whole string: their first quote is not
 * escaped, and it does not close a string, because what follows a string does not begin with `m`. Before a colon that
 * string is a key. From the key on Python and JSON.parse see the same tokens. If `{` and the rest of the body from the
 * key on is one complete object for JSON.parse, then the last brace of the body closes the object that the key is in:
 * it is the top-level object. All later keys are in the parsed text, where JSON.parse, too, lets the last one count.
 *
 * `before` is the value of a top-level `model` further ahead, or null if none was seen.
 */
function by_tail(body, request, before) {
    var budget = body.length >> 1, tries = MAX_MENTIONS, at = body.lastIndexOf(KEY), next, text, top;

    for ( ; at > 0 && tries > 0; tries--) {
        next = body[at + 7];

        if ((next === COLON || next <= 0x20) && body[at - 1] !== BACKSLASH) {
            budget -= body.length - at;

            if (budget < 0) {
                break;
            }

            text = '{' + body.toString('utf8', at);
            top = parse(text);

            if (top === TOO_DEEP) {
                break;
            }

            if (top !== undefined) {
                return before === null ? once_only(top, text) : duplicate();
            }
        }

        at = body.lastIndexOf(KEY, at - 1);
    }

    return by_parsing(body, request, before);
}

/*
 * `text` begins with the plain key `"model"` and is the object `top`. The plain key was the last of its kind, so a second
 * one would be spelled with an escape: it is there if the text without the first key still has a model.
 */
function once_only(top, text) {
    if (text.indexOf(ESCAPED_LETTER) >= 0 && parse('{"first"' + text.slice(8)).model !== undefined) {
        return duplicate();
    }

    return named(top);
}

/*
 * The first string after the opening brace is the first key, at top level by definition. Its value counts if no later
 * key is `model`; a body without any other key of that name, at whatever depth, has none at top level.
 */
function by_head(body, request, first) {
    var at = first + 8, end, name;

    if (body.toString('utf8', first, at) !== '"model":') {
        return by_tail(body, request, null);
    }

    if (body[at] === 0x20) {
        at++;
    }

    end = body[at] === QUOTE ? body.indexOf(QUOTE, at + 1) : -1;
    name = end > 0 && end - at < 1000 ? body.toString('utf8', at + 1, end) : '';

    if (name === '' || name.indexOf('\\') >= 0) {
        return by_tail(body, request, null);
    }

    return alone(body, request, first) ? named({model: name}) : by_tail(body, request, name);
}

function alone(body, request, first) {
    if (request) {
        return request.variables.vllm_model_keys === 'once';
    }

    return body.lastIndexOf(KEY) === first && body.indexOf(ESCAPED_LETTER) < 0;
}

/* A small body: by parsing, and more than one key is seen wherever they stand. */
function by_reading(body, request) {
    var text = body.toString(), at = text.indexOf(KEY), decided = by_parsing(body, request, null);

    if (decided.refusal !== undefined && decided.refusal.indexOf('model') < 0) {
        return decided;
    }

    return text.indexOf(KEY, at + 1) >= 0 || text.indexOf(ESCAPED_LETTER) >= 0 ? counted(text, decided) : decided;
}

/* Which of the strings that Python reads as `model` are keys of the top level? Those by whose new name it has a key. */
function counted(text, decided) {
    var spelled = /"(?:m|\\u006[dD])(?:o|\\u006[fF])(?:d|\\u0064)(?:e|\\u0065)(?:l|\\u006[cC])"/g, keys = 0, found, top;

    while (keys < 2 && (found = spelled.exec(text)) !== null) {
        top = parse(text.slice(0, found.index) + '"another model"' + text.slice(found.index + found[0].length));

        if (top !== undefined && top['another model'] !== undefined) {
            keys++;
        }
    }

    return keys < 2 ? decided : duplicate();
}

/*
 * JSON.parse accepts less than Python (no NaN), never more that Python would read differently, and lets the last key
 * count as well. A key seen before that says something else makes the body ambiguous.
 */
function by_parsing(body, request, before) {
    var refused = unreadable(body), top;

    if (refused !== null) {
        return refused;
    }

    top = parse(request && body.length > SMALL ? request.requestText : body.toString());

    if (top === undefined) {
        return refuse('invalid_json', 'The request body is not valid JSON.');
    }

    if (top === TOO_DEEP) {
        return refuse('too_deep', 'The request body is nested too deeply.');
    }

    if (before !== null && (top === null || top.model !== before)) {
        return duplicate();
    }

    /* requestText leaves invalid UTF-8 as it is in old njs; this makes it visible. */
    return top !== null && typeof top.model === 'string' ? named({model: Buffer.from(top.model).toString()}) : named(top);
}

/* Python takes a first or second byte of NUL for UTF-16 or UTF-32, and obeys a byte order mark. */
function unreadable(body) {
    if (body[0] === 0 || body[0] > 0x7f || body[1] === 0) {
        return refuse('invalid_encoding', 'The request body must be UTF-8 without a byte order mark.');
    }

    return null;
}

/* The value of a JSON text; undefined if it is none; TOO_DEEP if the engine cannot tell. */
function parse(text) {
    try {
        return JSON.parse(text);

    } catch (e) {
        if (e instanceof SyntaxError && e.message.indexOf('too deep') < 0) {
            return undefined;
        }

        return skim(text);
    }
}

/*
 * The njs engine's JSON.parse stops at 32 levels, vLLM at 970. That engine's regular expressions are PCRE's, which can
 * recurse; its own check forbids `*+`, so possessive is written `{0,}+`. The expression reads the top-level object and
 * hops over every value: strings, words, and brackets with what is in them. Where Python accepts the text the brackets
 * match, so one kind is as good as the other. Group 2 is the value of the last key that Python reads as `model`.
 *
 * QuickJS, whose JSON.parse goes as deep as vLLM's, cannot compile it, and says so by an exception.
 */
function skim(text) {
    var space = '[ \\t\\n\\r]{0,}+',
        string = '"[^"\\\\]{0,}+(?:\\\\.[^"\\\\]{0,}+){0,}+"',
        value = '(' + string + '|[^ \\t\\n\\r"{}\\[\\],:]{1,}+|[\\[{](?:[^"\\[\\]{}]{1,}+|' + string + '|(?1)){0,}+[\\]}])',
        model = '"(?:m|\\\\u006[dD])(?:o|\\\\u006[fF])(?:d|\\\\u0064)(?:e|\\\\u0065)(?:l|\\\\u006[cC])"',
        colon = space + ':' + space,
        member = '(?:' + model + colon + '((?1))|' + string + colon + '(?1))' + space,
        found;

    try {
        found = new RegExp('^(?:(?!)' + value + ')?' + space + '[{]' + space
                           + '(?:' + member + '(?:,' + space + '|(?=[}]))){0,}+[}]' + space + '$').exec(text);

    } catch (e) {
        return TOO_DEEP;
    }

    if (found === null) {
        return undefined;
    }

    if (found[2] === undefined) {
        return {};
    }

    /* An object or array is no name, whatever is in it. */
    return {model: '{['.indexOf(found[2][0]) < 0 ? parse(found[2]) : 0};
}

/* What the top-level object names. vLLM answers a missing, null or empty model by its own; here the catalog decides. */
function named(top) {
    var name;

    if (top === null || typeof top !== 'object' || Array.isArray(top)) {
        return refuse('not_an_object', 'The request body must be a JSON object.');
    }

    name = top.model;

    if (typeof name === 'string' && name !== '') {
        /* What the engine puts for bytes and escapes that are no character. */
        if (name.indexOf('\ufffd') >= 0) {
            return refuse('invalid_encoding', 'The model name is not valid Unicode text.');
        }

        return {model: name};
    }

    if (name === undefined || name === null || name === '') {
        return refuse('model_required', 'The request body must name a model.');
    }

    return refuse('model_not_a_string', 'The field "model" must be a string.');
}

function duplicate() {
    return refuse('duplicate_model', 'The request body has more than one field "model".');
}

function refuse(refusal, message) {
    return {refusal: refusal, message: message};
}

export default {decide};
