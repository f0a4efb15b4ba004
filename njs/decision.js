/*
 * Which model a request body asks for.
 *
 * The answer is what Python's json.loads(body)["model"] gives in vLLM, or a refusal; it is never a third thing.
 * Nothing here knows of requests, catalogs or nginx: bytes in, a name or a reason out.
 *
 * Vocabulary: a body is "sound" when Python accepts it. For a body that is not sound vLLM answers 400 itself, whatever
 * model it was sent to, so every claim below only has to hold for sound bodies.
 */

/**
 * @param {Buffer} body the whole request body
 * @returns {{model: string}|{refusal: string, message: string}}
 */
function decide(body) {
    var refused = unreadable(body), text, top;

    if (refused !== null) {
        return refused;
    }

    text = body.toString();

    try {
        top = JSON.parse(text);

    } catch (e) {
        return unparsable(e);
    }

    return named(top);
}

/* Python guesses the encoding from the first two bytes: with neither of them NUL and no byte order mark it is UTF-8. */
function unreadable(body) {
    var first = body.length ? body[0] : -1;

    if (first === -1) {
        return refuse('empty_body', 'The request has no body.');
    }

    if (first === 0 || first > 0x7f || body[1] === 0) {
        return refuse('invalid_encoding', 'The request body must be UTF-8 without a byte order mark.');
    }

    return null;
}

function unparsable(e) {
    if (e instanceof SyntaxError && e.message.indexOf('too deep') === -1) {
        return refuse('invalid_json', 'The request body is not valid JSON.');
    }

    return refuse('too_deep', 'The request body is nested too deeply.');
}

function named(top) {
    var name;

    if (top === null || typeof top !== 'object' || Array.isArray(top)) {
        return refuse('not_an_object', 'The request body must be a JSON object.');
    }

    name = Object.prototype.hasOwnProperty.call(top, 'model') ? top.model : null;

    if (name === null || name === '') {
        return refuse('model_required', 'The request body must name a model.');
    }

    if (typeof name !== 'string') {
        return refuse('model_not_a_string', 'The field "model" must be a string.');
    }

    /* What the engine puts for bytes or escapes that are no character. */
    if (name.indexOf('\ufffd') >= 0) {
        return refuse('invalid_encoding', 'The model name is not valid Unicode text.');
    }

    return {model: name};
}

function refuse(refusal, message) {
    return {refusal: refusal, message: message};
}

export default {decide};
