package dev.vllmnginx.release;

import dev.vllmnginx.diagnostics.WorldException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says why a store of releases cannot be read or written. */
final class StoreTrouble {
  private StoreTrouble() {}

  static WorldException reading(Path root, IOException failure) {
    return of(root, "read", failure);
  }

  static WorldException writing(Path root, IOException failure) {
    return of(root, "write to", failure);
  }

  private static WorldException of(Path root, String what, IOException failure) {
    String message = "cannot " + what + " " + root + ": " + OutputDirectory.reason(failure);
    if (failure instanceof AccessDeniedException denied) {
      String file = String.valueOf(denied.getFile());
      message =
          "this user may not %s %s%s; run this as root, or as the user who owns it"
              .formatted(what, root, file.equals(root.toString()) ? "" : " (" + file + ")");
    } else if (Files.exists(root) && !Files.isDirectory(root)) {
      message = root + " is not a directory";
    }
    return new WorldException(WorldException.Kind.IO, message, failure);
  }
}
