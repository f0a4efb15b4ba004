package dev.vllmnginx.diagnostics;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every kind of finding, with its stable code. VN1xx: the file and its YAML; VN2xx: keys and types;
 * VN3xx: single values; VN4xx: values that do not go together; VN5xx: the declared nginx and njs;
 * VN6xx: what the real nginx said; VN7xx: the machine that nginx runs on.
 *
 * <p>This is all that the program says of a code: {@code explain} prints it.
 */
public enum DiagnosticCode {
  UNREADABLE_FILE(
      "VN101",
      "the file cannot be read",
      "The catalog, or a file that it names, is a directory or a pipe, or this user may "
          + "not open it. Nothing in it was checked.",
      "Name the file itself, or - for standard input, and let the user who runs the "
          + "program read it."),
  FILE_TOO_LARGE(
      "VN102",
      "the file is larger than a catalog may be",
      "A catalog has at most 4 MiB, room for well over 10,000 models. More than that is "
          + "nearly always another file.",
      "Check the name of the file; take data out that is no catalog."),
  BAD_ENCODING(
      "VN103",
      "the file is not UTF-8 text",
      "Names are compared byte by byte with what clients send, so text in another "
          + "encoding would never match.",
      "Save the file as UTF-8, or convert it: iconv -f latin1 -t utf-8 old.yaml > "
          + "catalog.yaml"),
  YAML_SYNTAX(
      "VN104",
      "the file is not well-formed YAML",
      "The text has no clear structure: wrong indentation, a bracket or quote that is not "
          + "closed, or a tab. What follows the place is not checked.",
      "Indent with spaces, put a space behind each colon, and quote values that hold a "
          + "colon or begin with a special character.",
      """
      gateway:
        listen: [80
      """,
      """
      gateway:
        listen: [80]
      """),
  YAML_FEATURE(
      "VN105",
      "a feature of YAML that catalogs do not use",
      "Anchors, aliases, tags, merge keys and further documents mean different things to "
          + "different readers of YAML, so a catalog has none.",
      "Write the value out where it is used. What several models share goes into " + "defaults.",
      """
      models:
        - name: qwen
          type: chat
          servers: &shared
            - address: "10.0.0.1:8000"
      """,
      """
      models:
        - name: qwen
          type: chat
          servers:
            - address: "10.0.0.1:8000"
      """),
  YAML_LIMIT(
      "VN106",
      "nested too deeply or too many nodes",
      "Reading stops at 32 levels, 500,000 values or 20 mistakes of YAML, so that no file "
          + "can exhaust the machine that renders it.",
      "A catalog has about six levels: check that this is one, and mend the mistakes that "
          + "are shown first."),
  DUPLICATE_KEY(
      "VN107",
      "the same key twice in one mapping",
      "Most readers of YAML silently keep the last one, so the first setting would be "
          + "lost without a word.",
      "Keep one of the two.",
      """
      gateway:
        max_body_size: 32m
        max_body_size: 16m
      """,
      """
      gateway:
        max_body_size: 16m
      """),
  UNSAFE_FILE(
      "VN108",
      "others may change the file",
      "Every user of the machine may write to the file, and so decide where requests and "
          + "keys go.",
      "Run chmod o-w on it."),
  UNKNOWN_KEY(
      "VN201",
      "a key that the catalog does not know",
      "It is misspelt or stands at the wrong place. If it were ignored, what it sets "
          + "would silently not hold.",
      "Take the key that is suggested, or look at what there is: vllm-nginx explain, "
          + "vllm-nginx explain gateway.",
      """
      gateway:
        server_names: [api.example.com]
      """,
      """
      gateway:
        server_name: [api.example.com]
      """),
  MISSING_KEY(
      "VN202",
      "a required key is missing",
      "There is no sensible default for it, so the gateway cannot be made without it.",
      "Add it. vllm-nginx init writes a catalog that has all that is required.",
      """
      models:
        - name: qwen
          servers:
            - address: "10.0.0.1:8000"
      """,
      """
      models:
        - name: qwen
          type: chat
          servers:
            - address: "10.0.0.1:8000"
      """),
  WRONG_TYPE(
      "VN203",
      "a value of the wrong kind",
      "A list stands where one value belongs, a string where a number does, or nothing at "
          + "all. It is not converted, since that would be guessing.",
      "Write the kind that the message names; vllm-nginx explain FIELD says it too, with "
          + "an example.",
      """
      gateway:
        listen: 80
      """,
      """
      gateway:
        listen: [80]
      """),
  UNQUOTED_STRING(
      "VN204",
      "YAML reads this as something other than a string",
      "Without quotes YAML takes it for a number, a time, a date or a truth value: 1.30 "
          + "becomes 1.3, and no becomes false.",
      "Put it in quotes.",
      """
      nginx:
        version: 1.30
      """,
      """
      nginx:
        version: "1.30"
      """),
  UNSUPPORTED_VERSION(
      "VN205",
      "a catalog version that this program does not know",
      "The number names the format of the catalog, not that of your models. This program "
          + "knows version 1.",
      "Write version: 1, or use a newer vllm-nginx if the catalog was written for it.",
      """
      version: 2
      """,
      """
      version: 1
      """),
  EMPTY_LIST(
      "VN206",
      "a list that needs at least one item",
      "With nothing in it the list would mean a gateway without models, a model without "
          + "servers, or a key for nothing.",
      "Add an item, or remove the key or the model that the list belongs to.",
      """
      models: []
      """,
      """
      models:
        - name: qwen
          type: chat
          servers:
            - address: "10.0.0.1:8000"
      """),
  BAD_VALUE(
      "VN301",
      "a value outside of its grammar",
      "Every value has a narrow grammar, so that no value can change what the "
          + "configuration means to nginx.",
      "Write it as the hint says; vllm-nginx explain FIELD has the form, the words that "
          + "are allowed and an example.",
      """
      gateway:
        max_body_size: 32MB
      """,
      """
      gateway:
        max_body_size: 32m
      """),
  OUT_OF_RANGE(
      "VN302",
      "a number or a size outside of its range",
      "nginx would refuse the value, or it would make a gateway that does not work: a "
          + "time-out of an hour to connect, a body of one byte.",
      "Take a value from the range that the hint names.",
      """
      defaults:
        connect_timeout: 90s
      """,
      """
      defaults:
        connect_timeout: 5s
      """),
  FORBIDDEN_ADDRESS(
      "VN303",
      "an address that a gateway must not connect to",
      "Link-local, multicast and reserved addresses are no servers, and at some of them "
          + "clouds hand out credentials. A gateway that connects there would give them to its "
          + "clients.",
      "Write the address of the vLLM server.",
      """
      models:
        - name: qwen
          type: chat
          servers:
            - address: "169.254.169.254:80"
      """,
      """
      models:
        - name: qwen
          type: chat
          servers:
            - address: "10.0.0.1:8000"
      """),
  NOT_A_HASH(
      "VN304",
      "a value that should be the hash of a key; it is not shown",
      "The catalog holds the SHA-256 of each API key, so that whoever reads it cannot use "
          + "the keys. If a key itself stands there, everybody who saw the file knows it.",
      "Write 64 lower-case hexadecimal digits, or let vllm-nginx key create make key and "
          + "hash. Replace a key that was in the catalog."),
  PLAIN_SECRET(
      "VN305",
      "a secret where the name of its file should be; it is not shown",
      "Catalogs are committed and shared, so a key that servers want stands in a file of "
          + "its own and the catalog only names that.",
      "Write the key into a file of mode 0600 and name the file. Replace a key that was "
          + "in the catalog."),
  BAD_SECRET(
      "VN306",
      "a file that should hold one key and does not",
      "The key is sent to the servers in a header. A file that is empty, has several "
          + "lines or has signs that a header cannot carry would lock the gateway out of its "
          + "own servers.",
      "Write one line with the key into the file: printf %s \"$KEY\" > FILE"),
  DUPLICATE_NAME(
      "VN401",
      "the same model name or alias twice",
      "A request names one model. Where two have the name, nobody could say which of them "
          + "answers.",
      "Give every model and alias a name of its own. Several servers of one model go into "
          + "its servers.",
      """
      models:
        - name: qwen
          type: chat
          servers: [{address: "10.0.0.1:8000"}]
        - name: qwen
          type: chat
          servers: [{address: "10.0.0.2:8000"}]
      """,
      """
      models:
        - name: qwen
          type: chat
          servers: [{address: "10.0.0.1:8000"}, {address: "10.0.0.2:8000"}]
      """),
  UNKNOWN_MODEL(
      "VN402",
      "a reference to a model that is not in the catalog",
      "A key or a fallback names a model that is not there, or names it by an alias. "
          + "Requests that rely on it would be refused.",
      "Write the model's name as it stands under models, not an alias; case counts.",
      """
      gateway:
        unknown_model: qwen3
      """,
      """
      gateway:
        unknown_model: qwen
      """),
  DUPLICATE_SERVER(
      "VN403",
      "the same server twice in one model",
      "nginx would take it for two servers: each would count failures and connections for "
          + "itself, and it would get twice its share.",
      "Remove one of the two; raise weight to give a server more requests.",
      """
      models:
        - name: qwen
          type: chat
          servers: [{address: "10.0.0.1:8000"}, {address: "10.0.0.1:8000"}]
      """,
      """
      models:
        - name: qwen
          type: chat
          servers: [{address: "10.0.0.1:8000", weight: 2}]
      """),
  SHARED_SERVER(
      "VN404",
      "one server in several models",
      "This is right where vLLM serves several names, as with LoRA adapters, and "
          + "otherwise a slip of copying: requests for one model would get a 404 from the "
          + "server of another. Each model counts connections and failures by itself.",
      "Keep it if the server serves both names (vllm-nginx doctor asks it); else write "
          + "the right address.",
      """
      models:
        - name: qwen
          type: chat
          servers: [{address: "10.0.0.1:8000"}]
        - name: bge-m3
          type: embedding
          servers: [{address: "10.0.0.1:8000"}]
      """,
      """
      models:
        - name: qwen
          type: chat
          servers: [{address: "10.0.0.1:8000"}]
        - name: bge-m3
          type: embedding
          servers: [{address: "10.0.0.2:8000"}]
      """),
  GATEWAY_LOOP(
      "VN405",
      "a server that is the gateway itself",
      "The gateway would send each request to itself, again and again, until its "
          + "connections are used up.",
      "Write the address of the vLLM server, or another port for the gateway.",
      """
      gateway:
        listen: [8000]
      models:
        - name: qwen
          type: chat
          servers: [{address: "127.0.0.1:8000"}]
      """,
      """
      gateway:
        listen: [80]
      models:
        - name: qwen
          type: chat
          servers: [{address: "127.0.0.1:8000"}]
      """),
  DUPLICATE_LISTEN(
      "VN406",
      "the same listen address twice",
      "nginx refuses to start with one address twice in a server, and one port cannot "
          + "speak both plain HTTP and TLS.",
      "Remove one of the two; plain HTTP, TLS, status and metrics need ports of their " + "own.",
      """
      gateway:
        listen: [80, "0.0.0.0:80"]
      """,
      """
      gateway:
        listen: [80]
      """),
  CONFLICTING_KEYS(
      "VN407",
      "keys that do not go together",
      "Each of them is right, but one takes away what the other needs, so that nginx "
          + "would refuse the files or one of the two would do nothing.",
      "Change or remove one of the two that the message names.",
      """
      models:
        - name: qwen
          type: chat
          balance: random_two
          servers: [{address: "10.0.0.1:8000"}, {address: "10.0.0.2:8000", backup: true}]
      """,
      """
      models:
        - name: qwen
          type: chat
          balance: least_conn
          servers: [{address: "10.0.0.1:8000"}, {address: "10.0.0.2:8000", backup: true}]
      """),
  NO_ACTIVE_SERVER(
      "VN408",
      "a model whose servers are all down or backups",
      "Nobody would answer, or only backups would; nginx refuses an upstream that has "
          + "nothing but backups.",
      "Remove down or backup from a server, or remove the model.",
      """
      models:
        - name: qwen
          type: chat
          servers: [{address: "10.0.0.1:8000", down: true}]
      """,
      """
      models:
        - name: qwen
          type: chat
          servers: [{address: "10.0.0.1:8000"}]
      """),
  MEMORY(
      "VN409",
      "request bodies may need more memory than is wise",
      "The gateway holds each body in memory to read the model's name. The largest body "
          + "times half of the connections is what a worker may need at worst; the kernel may "
          + "end it then, with all its streams.",
      "Lower max_body_size or nginx.worker_connections. The defaults, 32m and 4096, are "
          + "just within the bound.",
      """
      gateway:
        max_body_size: 1g
      """,
      """
      gateway:
        max_body_size: 32m
      """),
  DUPLICATE_SERVER_NAME(
      "VN410",
      "the same server name twice",
      "nginx ignores the second one with a warning; case does not count in host names.",
      "Remove one of the two.",
      """
      gateway:
        server_name: [api.example.com, API.example.com]
      """,
      """
      gateway:
        server_name: [api.example.com]
      """),
  WRONG_ENDPOINT(
      "VN411",
      "an endpoint that the model cannot have",
      "With a model of this type vLLM does not answer this path, or the path carries no "
          + "model's name and so can belong to one server only.",
      "Remove the path, or correct the model's type; without endpoints a model has those "
          + "of its type.",
      """
      models:
        - name: qwen
          type: chat
          endpoints: [/v1/chat/completions, /v1/embeddings]
          servers: [{address: "10.0.0.1:8000"}]
      """,
      """
      models:
        - name: qwen
          type: chat
          endpoints: [/v1/chat/completions]
          servers: [{address: "10.0.0.1:8000"}]
      """),
  DUPLICATE_ENDPOINT(
      "VN412",
      "the same endpoint twice in one model",
      "The second one changes nothing, so probably another path was meant.",
      "Remove it, or write the path that was meant.",
      """
      models:
        - name: qwen
          type: chat
          endpoints: [/v1/chat/completions, /v1/chat/completions]
          servers: [{address: "10.0.0.1:8000"}]
      """,
      """
      models:
        - name: qwen
          type: chat
          endpoints: [/v1/chat/completions]
          servers: [{address: "10.0.0.1:8000"}]
      """),
  DUPLICATE_API_KEY(
      "VN421",
      "the same id or hash of an API key twice",
      "Logs and limits tell keys apart by id, and a hash leads to one id: the two would "
          + "share their limits and their rights, or one would be lost.",
      "Give every key an id of its own, where case makes no difference, and every client "
          + "a key of its own: vllm-nginx key create ID"),
  INACTIVE_API_KEY(
      "VN422",
      "an API key that lets nobody in",
      "The key has expired, or no key is enabled and every request gets a 401.",
      "Give the key a later time, take it out, or create one: vllm-nginx key create ID"),
  NEEDS_NEWER_NGINX(
      "VN501",
      "the declared nginx or njs does not have this",
      "nginx.version and nginx.njs say what must run the files, and a key asks for "
          + "something that came later. That nginx would refuse the files, or do something else "
          + "than what they say.",
      "If every nginx is newer, declare it (nginx -v says which it is); else leave the "
          + "key out.",
      """
      metrics:
        listen: "127.0.0.1:9145"
      """,
      """
      nginx:
        version: "1.26"
        njs: "0.8.9"
      metrics:
        listen: "127.0.0.1:9145"
      """),
  UNTESTED_TARGET(
      "VN502",
      "a declared version that was never tested",
      "The output is tested on each nginx and njs up to the newest one that this program "
          + "knows. The files will probably work on a newer one too.",
      "Declare the lowest version that must run the files, which is what decides the " + "output.",
      """
      nginx:
        version: "9.0"
      """,
      """
      nginx:
        version: "1.26"
      """),
  NGINX_REJECTED(
      "VN601",
      "nginx refused the generated configuration",
      "The real nginx -t said no, so nothing was activated. Often a certificate is "
          + "missing, a host name of a server cannot be resolved, or the njs module is not "
          + "installed.",
      "Mend what the quoted message names. If it speaks of the syntax of the files, that "
          + "is a bug of vllm-nginx: please report it."),
  NGINX_WARNED(
      "VN602",
      "nginx warned about the generated configuration",
      "nginx -t took the files and warned of something in them, or in other sites that it "
          + "tested with them.",
      "Read the quoted message; it names the file, and often another site that has the "
          + "same server_name."),
  NGINX_MISMATCH(
      "VN603",
      "the local nginx is not what the catalog declares",
      "The nginx of this machine is older than the catalog declares, or lacks a module. "
          + "What it says of the files tells little about the nginx that will run them.",
      "Test with the nginx that will run the files (--nginx PATH), install the module, or "
          + "declare what you have."),
  PORT_UNAVAILABLE(
      "VN701",
      "a port that nginx cannot listen on",
      "Another program has the port, the address is not of this machine, or a reload "
          + "cannot make the change while nginx itself holds the port. nginx would go on with "
          + "its old configuration.",
      "Stop the program that the message names, or choose another port under gateway."),
  CERTIFICATE(
      "VN702",
      "a certificate that clients refuse, or soon will",
      "It has expired or soon will, is not valid yet, or is not for the gateway's names: "
          + "clients would break off each connection.",
      "Renew it, or name the file that is for the hosts in gateway.server_name; then "
          + "vllm-nginx apply."),
  EXPOSED_KEY(
      "VN703",
      "others may read a private key",
      "Every user of the machine may read it, and could play the gateway towards clients "
          + "or ask the servers by themselves.",
      "Run chmod 600 on it; the key of a certificate is read by nginx's master as root. "
          + "Replace it if somebody may have read it."),
  UNSAFE_DIRECTORY(
      "VN704",
      "others may change what nginx runs",
      "nginx's master reads its files as root. Who may write in one of the directories "
          + "above them can put files of his own in their place.",
      "Run the chown or chmod that the hint names."),
  DISK_SPACE(
      "VN705",
      "no room on the disk",
      "A release could be written in part only, or nginx could not write its logs and the "
          + "bodies that it stores.",
      "Make room in the directory that the message names.");

  private final String id;
  private final String title;
  private final String explanation;
  private final String mending;
  private final @Nullable String wrong;
  private final @Nullable String right;

  DiagnosticCode(String id, String title, String explanation, String mending) {
    this(id, title, explanation, mending, null, null);
  }

  DiagnosticCode(
      String id,
      String title,
      String explanation,
      String mending,
      @Nullable String wrong,
      @Nullable String right) {
    this.id = id;
    this.title = title;
    this.explanation = explanation;
    this.mending = mending;
    this.wrong = wrong;
    this.right = right;
  }

  /** The stable code, for example {@code VN201}. */
  public String id() {
    return id;
  }

  /** The kind of finding in a few words. */
  public String title() {
    return title;
  }

  /** What it means and why it matters, in whole sentences. */
  public String explanation() {
    return explanation;
  }

  /** How to mend it, in whole sentences. */
  public String mending() {
    return mending;
  }

  /** The mistake and the right way in YAML, where that says more than words. */
  public Optional<CodeExample> example() {
    return wrong == null || right == null
        ? Optional.empty()
        : Optional.of(new CodeExample(wrong, right));
  }
}
