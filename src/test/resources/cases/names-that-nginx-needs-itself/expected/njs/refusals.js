// Answers what http.js refuses: it sets $vllm_refusal and redirects here.

import errors from './errors.js';
import routes from './routes.js';

function answer(r) {
    errors.answer(r, error(r, r.variables.vllm_refusal.split(' ')));
}

// The first word says what is refused.
function error(r, words) {
    switch (words[0]) {
    case 'method_not_allowed':
        return errors.method_not_allowed(words[1] || 'POST');
    case 'unsupported_encoding':
        return errors.unsupported_encoding();
    case 'duplicate_content_type':
        return errors.duplicate_content_type();
    case 'unsupported_media_type':
        return errors.unsupported_media_type();
    case 'form_expected':
        return errors.form_expected();
    case 'request_too_large':
        return errors.body_too_large();
    case 'empty_body':
        return errors.empty_body();
    case 'model_not_found':
        return errors.model_not_found(r.variables.requested_model);
    case 'endpoint_not_supported':
        return errors.wrong_endpoint(words[1], r.uri, routes[words[2]]);
    default:
        return errors.unreadable_model(words[0]);
    }
}

export default { answer };
