package dev.vllmnginx.diagnostics;

/**
 * Every kind of finding, with its stable code. VN1xx: the file and its YAML; VN2xx: keys and types;
 * VN3xx: single values; VN4xx: values that do not go together; VN5xx: the declared nginx and njs;
 * VN6xx: what the real nginx said; VN7xx: the machine that nginx runs on.
 */
public enum DiagnosticCode {
  UNREADABLE_FILE("VN101", "the file cannot be read"),
  FILE_TOO_LARGE("VN102", "the file is larger than a catalog may be"),
  BAD_ENCODING("VN103", "the file is not UTF-8 text"),
  YAML_SYNTAX("VN104", "the file is not well-formed YAML"),
  YAML_FEATURE("VN105", "a feature of YAML that catalogs do not use"),
  YAML_LIMIT("VN106", "nested too deeply or too many nodes"),
  DUPLICATE_KEY("VN107", "the same key twice in one mapping"),
  UNSAFE_FILE("VN108", "others may change the file"),
  UNKNOWN_KEY("VN201", "a key that the catalog does not know"),
  MISSING_KEY("VN202", "a required key is missing"),
  WRONG_TYPE("VN203", "a value of the wrong kind"),
  UNQUOTED_STRING("VN204", "YAML reads this as something other than a string"),
  UNSUPPORTED_VERSION("VN205", "a catalog version that this program does not know"),
  EMPTY_LIST("VN206", "a list that needs at least one item"),
  BAD_VALUE("VN301", "a value outside of its grammar"),
  OUT_OF_RANGE("VN302", "a number or a size outside of its range"),
  FORBIDDEN_ADDRESS("VN303", "an address that a gateway must not connect to"),
  NOT_A_HASH("VN304", "a value that should be the hash of a key; it is not shown"),
  PLAIN_SECRET("VN305", "a secret where the name of its file should be; it is not shown"),
  BAD_SECRET("VN306", "a file that should hold one key and does not"),
  DUPLICATE_NAME("VN401", "the same model name or alias twice"),
  UNKNOWN_MODEL("VN402", "a reference to a model that is not in the catalog"),
  DUPLICATE_SERVER("VN403", "the same server twice in one model"),
  SHARED_SERVER("VN404", "one server in several models"),
  GATEWAY_LOOP("VN405", "a server that is the gateway itself"),
  DUPLICATE_LISTEN("VN406", "the same listen address twice"),
  CONFLICTING_KEYS("VN407", "keys that do not go together"),
  NO_ACTIVE_SERVER("VN408", "a model whose servers are all down or backups"),
  MEMORY("VN409", "request bodies may need more memory than is wise"),
  DUPLICATE_SERVER_NAME("VN410", "the same server name twice"),
  WRONG_ENDPOINT("VN411", "an endpoint that the model cannot have"),
  DUPLICATE_ENDPOINT("VN412", "the same endpoint twice in one model"),
  DUPLICATE_API_KEY("VN421", "the same id or hash of an API key twice"),
  INACTIVE_API_KEY("VN422", "an API key that lets nobody in"),
  NEEDS_NEWER_NGINX("VN501", "the declared nginx or njs does not have this"),
  UNTESTED_TARGET("VN502", "a declared version that was never tested"),
  NGINX_REJECTED("VN601", "nginx refused the generated configuration"),
  NGINX_WARNED("VN602", "nginx warned about the generated configuration"),
  NGINX_MISMATCH("VN603", "the local nginx is not what the catalog declares"),
  PORT_UNAVAILABLE("VN701", "a port that nginx cannot listen on"),
  CERTIFICATE("VN702", "a certificate that clients refuse, or soon will"),
  EXPOSED_KEY("VN703", "others may read a private key"),
  UNSAFE_DIRECTORY("VN704", "others may change what nginx runs"),
  DISK_SPACE("VN705", "no room on the disk");

  private final String id;
  private final String title;

  DiagnosticCode(String id, String title) {
    this.id = id;
    this.title = title;
  }

  /** The stable code, for example {@code VN201}. */
  public String id() {
    return id;
  }

  /** The kind of finding in a few words. */
  public String title() {
    return title;
  }
}
