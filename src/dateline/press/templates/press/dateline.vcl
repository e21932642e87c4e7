# {{ paper.name }}, behind Varnish 7. Printed by `dateline press varnish`: print it anew after an upgrade, mend nothing here.
#
# What is all our own is kept for as long as it says (a page five seconds), and beyond only while nobody answers behind
# us. What is licensed, withdrawn, refused or about one reader is never kept.
vcl 4.1;

import std;
{% if backends|length > 1 %}import directors;
{% endif %}
probe dateline {
    .request = "GET /-/health HTTP/1.1" "Host: {{ host }}" "Connection: close";
    .interval = 1s;
    .timeout = 2s;
    .window = 3;
    .threshold = 2;
    .initial = 2;
}
{% for backend in backends %}
backend {{ backend.name }} {
    .host = "{{ backend.host }}";
    .port = "{{ backend.port }}";
    .connect_timeout = 2s;
    .first_byte_timeout = 60s;
    .between_bytes_timeout = 30s;
    .probe = dateline;
}
{% endfor %}
# Who may have an address forgotten (PURGE), and read what is measured.
acl dateline_own {
{% for address in purgers %}    {{ address }};
{% endfor %}}
{% if believed %}
# Who is believed to say in which country a reader is.
acl dateline_believed {
{% for address in believed.networks %}    {{ address }};
{% endfor %}}
{% endif %}{% if backends|length > 1 %}
sub vcl_init {
    new nodes = directors.round_robin();
{% for backend in backends %}    nodes.add_backend({{ backend.name }});
{% endfor %}}
{% endif %}
sub vcl_recv {
{% if backends|length > 1 %}    set req.backend_hint = nodes.backend();
{% endif %}    unset req.http.Proxy;
{% if believed %}    if (client.ip !~ dateline_believed) {
        unset req.http.{{ believed.header }};
    }
{% endif %}    if (req.method == "PURGE") {
        if (client.ip !~ dateline_own) {
            return (synth(405, "Not from here"));
        }
        return (purge);
    }
    if (req.url ~ "^/-/metrics" && client.ip !~ dateline_own) {
        return (synth(403, "Not from here"));
    }
    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }
    # The newsroom's own addresses: the desk, accounts, comments, search.
    if (req.url ~ "^(?:{{ passed }})") {
        return (pass);
    }
    # Printed: whoever asks and whatever is asked behind a question mark, the page is the same, and whole.
    unset req.http.Cookie;
    unset req.http.Authorization;
    unset req.http.Range;
    set req.url = regsub(req.url, "\?.*$", "");
    # Kept under one name alone, the one that is purged: any other way of writing an address is asked for each time.
    if (req.url !~ "^/(?:[A-Za-z0-9/._~!$&'()*+,;=:@-]|%[89A-F][0-9A-F])*$") {
        return (pass);
    }
    if (req.restarts == 0 && std.healthy(req.backend_hint)) {
        set req.grace = 0s;
    }
    return (hash);
}

# One paper, one copy, under whatever host name it is asked for or purged.
sub vcl_hash {
    hash_data(req.url);
    return (lookup);
}

sub vcl_miss {
    # Nobody answered the first time, and nothing is kept: what the newsroom says now goes to this reader alone.
    if (req.restarts > 0) {
        return (pass);
    }
}

sub vcl_backend_response {
    # Varnish would say that it sends parts of whatever it has.
    set beresp.http.X-Dateline-Ranges = beresp.http.Accept-Ranges;
    if (bereq.uncacheable) {
        return (deliver);
    }
    if (beresp.status >= 500) {
        return (abandon);
    }
    unset beresp.http.Set-Cookie;
    set beresp.http.X-Dateline-Address = bereq.url;
    if (beresp.status == 200 && beresp.http.Cache-Control ~ "public" && beresp.ttl > 0s) {
        set beresp.grace = {{ grace }};
        return (deliver);
    }
    # Not to be kept. What was kept of this address before must not come back when nobody answers any more.
    if (bereq.http.If-None-Match) {
        ban("obj.http.X-Dateline-Address == " + bereq.url);
    }
    set beresp.uncacheable = true;
    set beresp.ttl = 10s;
    set beresp.grace = 0s;
    return (deliver);
}

sub vcl_backend_error {
    return (abandon);
}

sub vcl_deliver {
    set resp.http.Accept-Ranges = resp.http.X-Dateline-Ranges;
    if (resp.http.Accept-Ranges == "") {
        unset resp.http.Accept-Ranges;
    }
    unset resp.http.X-Dateline-Ranges;
    unset resp.http.X-Dateline-Address;
    unset resp.http.X-Varnish;
    unset resp.http.Via;
}

sub vcl_synth {
    # Nobody answers: our own page as it was last kept will do.
    if (resp.status == 503 && req.restarts == 0 && (req.method == "GET" || req.method == "HEAD")) {
        return (restart);
    }
    set resp.http.Cache-Control = "no-store";
    set resp.http.Content-Type = "text/plain; charset=utf-8";
    if (resp.status == 503) {
        set resp.http.Retry-After = "{{ retry_after }}";
        synthetic("The newsroom is away for a moment; please try again.");
    } else {
        synthetic(resp.reason);
    }
    return (deliver);
}
