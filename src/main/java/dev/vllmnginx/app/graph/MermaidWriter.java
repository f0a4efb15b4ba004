package dev.vllmnginx.app.graph;

import java.util.List;
import java.util.stream.Collectors;

/** A topology as a flowchart for Mermaid, which Git hosting services draw in Markdown. */
public final class MermaidWriter {
  private MermaidWriter() {}

  /** The whole text. */
  public static String write(Topology topology) {
    StringBuilder out = new StringBuilder("flowchart LR\n");
    out.append("  clients([clients]) --> gateway[").append(label(topology.gateway())).append("]\n");
    List<Topology.Route> models = topology.models();
    for (int i = 0; i < models.size(); i++) {
      out.append("  gateway --> m%d[%s]\n".formatted(i, label(models.get(i).lines())));
    }
    for (int i = 0; i < topology.servers().size(); i++) {
      out.append("  s%d[(%s)]\n".formatted(i, label(List.of(topology.servers().get(i)))));
    }
    for (int i = 0; i < models.size(); i++) {
      for (Topology.Hop hop : models.get(i).hops()) {
        out.append("  m%d %s s%d\n".formatted(i, arrow(hop), hop.server()));
      }
    }
    return out.toString();
  }

  private static String arrow(Topology.Hop hop) {
    String line = hop.down() ? "-.-x" : hop.backup() ? "-.->" : "-->";
    return hop.label().isEmpty() ? line : line + "|" + escape(hop.label()) + "|";
  }

  private static String label(List<String> lines) {
    return lines.stream()
        .map(MermaidWriter::escape)
        .collect(Collectors.joining("<br>", "\"", "\""));
  }

  /** Mermaid's own escapes: nothing in a label is taken for its syntax or for HTML. */
  private static String escape(String text) {
    return text.codePoints()
        .mapToObj(
            point -> "#&<>\"|`".indexOf(point) < 0 ? Character.toString(point) : "#" + point + ";")
        .collect(Collectors.joining());
  }
}
