package dev.vllmnginx.release;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The account under which this program runs. */
final class Account {
  private static final int UID = findUid();

  private Account() {}

  /** Its number, 0 for root. */
  static int uid() {
    return UID;
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
