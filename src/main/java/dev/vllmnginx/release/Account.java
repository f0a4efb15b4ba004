package dev.vllmnginx.release;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntPredicate;

/** The account under which this program runs. */
final class Account {
  private static final int UID = findUid();

  private Account() {}

  /** Its number, 0 for root. */
  static int uid() {
    return UID;
  }

  /** Whether it is this account that a file belongs to. */
  static boolean isMine(int owner) {
    return owner == UID;
  }

  /**
   * Whom the files of a release may belong to, whoever looks at them: the owner of its directory,
   * and root, who may have put one right.
   */
  static IntPredicate ownersIn(Path release) {
    try {
      int owner = ((Number) Files.getAttribute(release, "unix:uid")).intValue();
      return uid -> uid == owner || uid == 0;
    } catch (IOException | UnsupportedOperationException e) {
      return Account::isMine;
    }
  }

  private static int findUid() {
    try {
      // The effective account, the one that owns what is created.
      return ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).intValue();
    } catch (IOException | UnsupportedOperationException e) {
      return (int) new UnixSystem().getUid();
    }
  }
}
