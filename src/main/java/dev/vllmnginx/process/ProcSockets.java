package dev.vllmnginx.process;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Listening sockets, from {@code /proc/net/tcp} and the open files of all processes. */
final class ProcSockets {
  private static final String LISTEN = "0A";
  private static final String SOCKET = "socket:[";

  private final Path proc;
  private final List<Long> pids;

  ProcSockets(Path proc, List<Long> pids) {
    this.proc = proc;
    this.pids = pids;
  }

  List<ListeningSocket> listening() {
    Map<String, List<Long>> holders = holders();
    List<ListeningSocket> sockets = new ArrayList<>();
    for (String table : List.of("net/tcp", "net/tcp6")) {
      try {
        List<String> lines = Files.readAllLines(proc.resolve(table), StandardCharsets.ISO_8859_1);
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
          String[] fields = line.strip().split("\\s+", -1);
          if (fields.length > 9 && fields[3].equals(LISTEN)) {
            sockets.add(socket(fields[1], holders.getOrDefault(fields[9], List.of())));
          }
        }
      } catch (IOException e) {
        // A machine without IPv6 has no such table.
      }
    }
    return sockets;
  }

  /** The holders of each socket, by its inode. */
  private Map<String, List<Long>> holders() {
    Map<String, List<Long>> holders = new HashMap<>();
    for (long pid : pids) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(proc.resolve(pid + "/fd"))) {
        for (Path file : files) {
          String target = target(file);
          if (target.startsWith(SOCKET)) {
            holders
                .computeIfAbsent(
                    target.substring(SOCKET.length(), target.length() - 1),
                    missing -> new ArrayList<>())
                .add(pid);
          }
        }
      } catch (IOException | DirectoryIteratorException e) {
        // It has ended, or is another user's.
      }
    }
    return holders;
  }

  /** Empty for a file that was closed meanwhile, as those of a worker under load are. */
  private static String target(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException e) {
      return "";
    }
  }

  /** {@code 0100007F:1F90}: words of four bytes in the machine's own order, then the port. */
  private static ListeningSocket socket(String text, List<Long> holders) throws IOException {
    int colon = text.indexOf(':');
    byte[] address = new byte[colon / 2];
    boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    for (int i = 0; i < address.length; i++) {
      int from = little ? i - i % 4 + 3 - i % 4 : i;
      address[i] = (byte) Integer.parseInt(text.substring(2 * from, 2 * from + 2), 16);
    }
    return new ListeningSocket(
        InetAddress.getByAddress(address),
        Integer.parseInt(text.substring(colon + 1), 16),
        holders);
  }
}
