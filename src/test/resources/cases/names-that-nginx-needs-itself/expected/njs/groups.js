// Which group of servers takes the requests when some servers are out; config.HealthyGroups says which groups there are.

function numbers(servers) {
    return servers.map(function (server) {
        return server.number;
    }).join('_');
}

// The end of a group's name. With a blank in it: a beginning, and from whom njs/health.js picks, each with its weight.
function without(model, out) {
    if (out.length === 0) {
        return '';
    }
    if (model.groups === 'sets' || out.length === 1) {
        return '__without_' + numbers(out);
    }
    var well = serving(model.servers, out);
    if (well.length === 0) {
        return '__without_all';
    }
    if (model.groups === 'only') {
        return '__only_ ' + well.map(function (server) {
            return server.weight + ':' + server.number;
        }).join(' ');
    }
    return '__picked ' + picks(model.servers, well).join(' ');
}

// Those that are well; backups only when nobody else is.
function serving(servers, out) {
    var well = servers.filter(function (server) {
        return out.indexOf(server) < 0;
    });
    var first = well.filter(function (server) {
        return !server.backup;
    });
    return first.length > 0 ? first : well;
}

// For each of these servers a key that nginx hashes to it, and to others of them when it goes on to another server. What a key
// leads to is a matter of chance, so many are looked at; how many, is bounded: nginx waits meanwhile.
function picks(servers, well) {
    var table = crcTable();
    var best = [], found = 0;
    for (var key = 0; key < 64 * servers.length && found < well.length; key++) {
        var first = step(table, '', key) % servers.length;
        var place = well.indexOf(servers[first]);
        if (place < 0 || best[place] && best[place].enough) {
            continue;
        }
        var run = wellInARow(table, String(key), servers, well);
        if (!best[place] || run > best[place].run) {
            best[place] = {run: run, key: key, enough: run >= 3 || run >= well.length};
            found += best[place].enough ? 1 : 0;
        }
    }
    return well.map(function (server, place) {
        return best[place] ? server.weight + ':' + best[place].key : '';
    }).filter(String);
}

// How many of the different servers that a key leads to, one after the other, are well: until one is not, at most 3.
function wellInARow(table, key, servers, well) {
    var seen = [], sum = 0;
    for (var again = 0; again <= 20 && seen.length < 3; again++) {
        sum += step(table, again === 0 ? '' : String(again), key);
        var server = servers[sum % servers.length];
        if (well.indexOf(server) < 0) {
            break;
        }
        if (seen.indexOf(server) < 0) {
            seen.push(server);
        }
    }
    return seen.length;
}

// As Cache::Memcached does it, and so nginx's hash: fifteen bits of the checksum, added to what earlier steps gave.
function step(table, again, key) {
    var text = again + key, crc = -1;
    for (var i = 0; i < text.length; i++) {
        crc = table[(crc ^ text.charCodeAt(i)) & 255] ^ crc >>> 8;
    }
    return ~crc >>> 16 & 0x7fff;
}

function crcTable() {
    var table = [];
    for (var i = 0; i < 256; i++) {
        var crc = i;
        for (var bit = 0; bit < 8; bit++) {
            crc = crc & 1 ? crc >>> 1 ^ 0xedb88320 : crc >>> 1;
        }
        table.push(crc);
    }
    return table;
}

export default { numbers, without };
