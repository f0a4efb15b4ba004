package dev.vllmnginx.app.apply;

/** The steps of putting a release live, in their order. */
public enum ApplyStep {
  LOCK("lock", "take the lock"),
  RENDER("render", "render the catalog"),
  COMPARE("compare", "compare with what is live"),
  STAGE("stage", "write the release"),
  TEST("test", "nginx -t"),
  PREFLIGHT("preflight", "check the machine"),
  SWITCH("switch", "switch to the release"),
  START("start", "start nginx"),
  RELOAD("reload", "tell nginx's master to reload"),
  PROOF("proof", "wait until every new worker runs it"),
  SMOKE("smoke", "send a request to each new model"),
  SWITCH_BACK("switch-back", "switch back"),
  RELOAD_BACK("reload-back", "tell nginx's master to reload"),
  PROOF_BACK("proof-back", "wait until every worker runs the previous release"),
  JOURNAL("journal", "write the journal"),
  PRUNE("prune", "remove the oldest releases");

  private final String id;
  private final String description;

  ApplyStep(String id, String description) {
    this.id = id;
    this.description = description;
  }

  /** Its name for programs. */
  public String id() {
    return id;
  }

  /** What happens, for people. */
  public String description() {
    return description;
  }
}
