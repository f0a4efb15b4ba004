package dev.vllmnginx.nginx;

import dev.vllmnginx.nginx.LiveNginx.ReleaseAnswer;
import dev.vllmnginx.process.ProgramResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks the status listener of a container. It listens on the container's loopback address, so the
 * question is asked in there, with what the image has: the official one has curl, Debian's bash.
 */
final class ContainerStatus {
  /** Starting a program in a container takes far longer than a question: several in one go. */
  private static final int QUESTIONS = 16;

  private static final Pattern ANSWER = Pattern.compile("\\{\"release\"[^}]*\\}");

  /** {@code $1} host, {@code $2} port, {@code $3} seconds, {@code $4} how often. */
  private static final String ASK =
      """
      case $1 in *:*) url="http://[$1]:$2/release" ;; *) url="http://$1:$2/release" ;; esac
      i=0
      while [ "$i" -lt "$4" ]; do
        i=$((i + 1))
        if command -v curl >/dev/null 2>&1; then
          curl -s -m "$3" "$url"
        elif command -v bash >/dev/null 2>&1; then
          bash -c 'exec 3<>"/dev/tcp/$0/$1" &&
            printf "GET /release HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n" >&3 && cat <&3' "$1" "$2"
        elif command -v wget >/dev/null 2>&1; then
          wget -q -T "$3" -O - "$url"
        else
          echo "the image has neither curl nor bash nor wget" >&2
          exit 1
        fi
      done
      """;

  private final DockerContainer container;
  private final boolean hostNetwork;
  private final Deque<ReleaseAnswer> answers = new ArrayDeque<>();

  /**
   * @param hostNetwork whether the container's loopback address is this machine's
   */
  ContainerStatus(DockerContainer container, boolean hostNetwork) {
    this.container = container;
    this.hostNetwork = hostNetwork;
  }

  /** Answers that were given before now count no more. */
  void forget() {
    answers.clear();
  }

  ReleaseAnswer ask(LocalAddress address, Duration timeout) throws IOException {
    if (hostNetwork) {
      return ReleaseAnswers.parse(
          LocalHttp.get(address, "localhost", ReleaseAnswers.PATH, timeout).body());
    }
    if (answers.isEmpty()) {
      refill(address, timeout);
    }
    return answers.remove();
  }

  Optional<String> replicas(LocalAddress address, Duration timeout) {
    return hostNetwork
        ? LocalHttp.find(address, ReleaseAnswers.REPLICAS, timeout)
        : Optional.empty();
  }

  private void refill(LocalAddress address, Duration timeout) throws IOException {
    String host = address instanceof LocalAddress.Ip ip ? ip.host() : "127.0.0.1";
    int port =
        address instanceof LocalAddress.Ip ip
            ? ip.port()
            : address instanceof LocalAddress.Loopback loopback ? loopback.port() : 0;
    ProgramResult result =
        container.script(
            ASK,
            host,
            Integer.toString(port),
            Long.toString(Math.max(1, timeout.toSeconds())),
            Integer.toString(QUESTIONS));
    Matcher matcher = ANSWER.matcher(result.stdout());
    while (matcher.find()) {
      answers.add(ReleaseAnswers.parse(matcher.group()));
    }
    if (answers.isEmpty()) {
      throw new IOException("nobody answers in the container: " + result.stderr().strip());
    }
  }
}
