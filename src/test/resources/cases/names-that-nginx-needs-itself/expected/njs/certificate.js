// When the gateway's certificate expires, read from its file when Prometheus asks: the file is what nginx loads next.

import fs from 'fs';

/* Seconds since 1970, of the first certificate in the file, which is the server's own; null if a worker cannot read it. */
function expiry(path) {
    var pem;

    try {
        pem = /-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/.exec(fs.readFileSync(path).toString());
        return pem === null ? null : not_after(Buffer.from(pem[1].replace(/\s/g, ''), 'base64'));

    } catch (e) {
        return null;
    }
}

/* Certificate ::= { { [0] version, serialNumber, signature, issuer, validity { notBefore, notAfter }, … (RFC 5280, 4.1) */
function not_after(der) {
    var VERSION = 0xa0, next = inside(der, inside(der, 0)), i;

    if (der[next] === VERSION) {
        next = behind(der, next);
    }

    for (i = 0; i < 3; i++) {
        next = behind(der, next);
    }

    next = behind(der, inside(der, next));

    return seconds(der.toString('utf8', inside(der, next), behind(der, next)));
}

/* Where the content of the element begins. */
function inside(der, at) {
    return at + 2 + (der[at + 1] > 0x80 ? der[at + 1] - 0x80 : 0);
}

/* Where the next element begins. */
function behind(der, at) {
    var content = inside(der, at), length = der[at + 1], i;

    if (length > 0x80) {
        length = 0;

        for (i = at + 2; i < content; i++) {
            length = length * 256 + der[i];
        }
    }

    return content + length;
}

/* YYMMDDHHMMSSZ, of 1950 to 2049, or YYYYMMDDHHMMSSZ. */
function seconds(time) {
    var years = time.length - 11, found = /^(\d+)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(time), year;

    if (found === null || (years !== 2 && years !== 4)) {
        return null;
    }

    year = +found[1];
    year += years === 4 ? 0 : year < 50 ? 2000 : 1900;

    return Date.UTC(year, found[2] - 1, +found[3], +found[4], +found[5], +found[6]) / 1000;
}

export default {expiry};
