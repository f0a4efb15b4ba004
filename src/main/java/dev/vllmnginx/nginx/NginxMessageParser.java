package dev.vllmnginx.nginx;

import dev.vllmnginx.nginx.NginxMessage.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what nginx writes on standard error and into its error log. A message begins with {@code
 * nginx: [level]} or with a log line's time; every other line continues the one before it.
 */
public final class NginxMessageParser {
  private static final Pattern START =
      Pattern.compile(
          "(?:nginx: |\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d )"
              + "\\[([a-z]+)\\] (?:\\d+#\\d+: (?:\\*\\d+ )?)?(.*)");

  /** What {@code nginx -t} says in the end, which its exit code says too. */
  private static final Pattern VERDICT =
      Pattern.compile(
          "nginx: (?:the )?configuration file .*"
              + "(?:syntax is ok|test is successful|test failed)");

  /** The place at the end of a configuration error, or of a script's syntax error. */
  private static final Pattern PLACE = Pattern.compile("(.*) in (\\S(?:.*\\S)?):(\\d{1,9})");

  /** A line of a script's stack: {@code at main (file:///dir/njs/http.js:3:14)}. */
  private static final Pattern STACK =
      Pattern.compile("\\s*at (?:.*\\()?(?:file://)?([^()\\s]+?):(\\d{1,9})(?::\\d+)?\\)?\\s*");

  private final Path directory;

  /**
   * @param directory of the tree: names of files in it are shortened
   */
  public NginxMessageParser(Path directory) {
    this.directory = directory;
  }

  /** All messages, in nginx's order. */
  public List<NginxMessage> parse(String output) {
    List<Draft> drafts = new ArrayList<>();
    for (String line : output.lines().toList()) {
      if (VERDICT.matcher(line).matches() || (line.isBlank() && drafts.isEmpty())) {
        continue;
      }
      Matcher start = START.matcher(line);
      if (start.matches()) {
        Level level = Level.parse(start.group(1)).orElse(Level.EMERG);
        drafts.add(new Draft(level, start.group(2)));
      } else if (line.startsWith("nginx: ") || drafts.isEmpty()) {
        // A wrong option, or a loader that cannot start nginx at all.
        drafts.add(new Draft(Level.EMERG, line.replaceFirst("^nginx: ", "")));
      } else {
        drafts.get(drafts.size() - 1).more.add(line);
      }
    }
    return drafts.stream().map(this::finish).toList();
  }

  private NginxMessage finish(Draft draft) {
    Matcher place = PLACE.matcher(draft.first);
    String text = draft.first;
    @Nullable String file = null;
    int line = 0;
    if (place.matches()) {
      text = place.group(1);
      file = shorten(place.group(2));
      line = Integer.parseInt(place.group(3));
    }
    StringBuilder all = new StringBuilder(text);
    for (String more : draft.more) {
      Matcher stack = STACK.matcher(more);
      if (file == null && stack.matches()) {
        file = shorten(stack.group(1));
        line = Integer.parseInt(stack.group(2));
      }
      all.append('\n').append(more);
    }
    return new NginxMessage(draft.level, plain(all.toString()), file, line);
  }

  private String plain(String text) {
    String prefix = directory + "/";
    return text.replace("file://" + prefix, "").replace(prefix, "").stripTrailing();
  }

  private String shorten(String file) {
    String prefix = directory + "/";
    return file.startsWith(prefix) ? file.substring(prefix.length()) : file;
  }

  private static final class Draft {
    private final Level level;
    private final String first;
    private final List<String> more = new ArrayList<>();

    private Draft(Level level, String first) {
      this.level = level;
      this.first = first;
    }
  }
}
