[#-- nginx's own errors, in the shape of OpenAI's API. A server block repeats the pages and their locations: nginx inherits neither. --]
[#macro pages]
[#list errorPages as page]
    error_page[#list page.from as code] [=code][/#list] = [=page.page];
[/#list]
[/#macro]
[#macro locations]
    # What nginx itself has to say, in the shape of OpenAI's API.
[#list errorPages as page]
    location = [=page.page] {
        internal;
[#if page.retryAfter != 0 || page.finalAnswer]
        add_header X-Request-Id $request_id always;
[/#if]
[#if page.retryAfter != 0]
        add_header Retry-After [=page.retryAfter] always;
[/#if]
[#if page.finalAnswer]
        add_header x-should-retry false always;
[/#if]
[#if page.status == 502]
        if ($vllm_unreachable) {
            rewrite ^ /.error/model_unavailable last;
        }
[/#if]
        default_type application/json;
        return [=page.status] [=page.body];
    }
[/#list]
[/#macro]
