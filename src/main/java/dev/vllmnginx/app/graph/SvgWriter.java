package dev.vllmnginx.app.graph;

import java.util.ArrayList;
import java.util.List;

/**
 * A topology as a picture: clients, gateway, models and servers in four columns. Its size follows
 * from its words, which are set in a font of fixed width; the same topology gives the same bytes.
 */
public final class SvgWriter {
  private static final int CHARACTER = 8;
  private static final int LINE = 18;
  private static final int PAD = 12;
  private static final int GAP = 18;
  private static final int BETWEEN = 110;
  private static final int MARGIN = 24;

  private static final String STYLE =
      """
      <style>
      svg { background: #fff }
      rect { fill: #f6f8fa; stroke: #57606a }
      .model { fill: #ddf4ff; stroke: #0969da }
      .server { fill: #dafbe1; stroke: #1a7f37 }
      text { font: 13px ui-monospace, monospace; fill: #1f2328 }
      .first { font-weight: bold }
      .label { font-size: 11px; fill: #57606a; stroke: #fff; stroke-width: 4px; paint-order: stroke }
      path { fill: none; stroke: #57606a; stroke-width: 1.3 }
      .backup { stroke-dasharray: 6 4 }
      .down { stroke: #cf222e; stroke-dasharray: 2 4 }
      </style>
      """;

  /** A rectangle with lines of text in it. */
  private record Box(String style, List<String> lines, int x, int y, int width, int height) {
    int middle() {
      return y + height / 2;
    }

    int right() {
      return x + width;
    }
  }

  private final Topology topology;
  private final StringBuilder out = new StringBuilder();

  /** Put above the lines when all of them are there. */
  private final List<Runnable> labels = new ArrayList<>();

  private SvgWriter(Topology topology) {
    this.topology = topology;
  }

  /** The whole picture. */
  public static String write(Topology topology) {
    return new SvgWriter(topology).picture();
  }

  private String picture() {
    int clientsWidth = width(List.of(List.of("clients")));
    int gatewayX = MARGIN + clientsWidth + BETWEEN / 2;
    int modelsX = gatewayX + width(List.of(topology.gateway())) + BETWEEN;
    int serversX =
        modelsX + width(topology.models().stream().map(Topology.Route::lines).toList()) + BETWEEN;
    List<Box> servers =
        column("server", serversX, topology.servers().stream().map(List::of).toList());
    List<Box> models = models(modelsX, servers);
    int bottom = Math.max(bottom(servers), bottom(models));
    int centre = models.isEmpty() ? bottom / 2 : (MARGIN + bottom) / 2;
    Box gateway = centred("gateway", topology.gateway(), gatewayX, centre);
    Box clients = centred("clients", List.of("clients"), MARGIN, centre);
    int height = Math.max(bottom, gateway.y() + gateway.height()) + MARGIN;
    open(serversX + width(topology.servers().stream().map(List::of).toList()) + MARGIN, height);
    line(clients, gateway, "", "");
    for (int i = 0; i < models.size(); i++) {
      line(gateway, models.get(i), "", "");
      for (Topology.Hop hop : topology.models().get(i).hops()) {
        String style = hop.down() ? "down" : hop.backup() ? "backup" : "";
        line(models.get(i), servers.get(hop.server()), style, hop.label());
      }
    }
    labels.forEach(Runnable::run);
    draw(clients);
    draw(gateway);
    models.forEach(this::draw);
    servers.forEach(this::draw);
    return out.append("</svg>\n").toString();
  }

  /** Each model beside the middle of its servers, or below the model before it. */
  private List<Box> models(int x, List<Box> servers) {
    int width = width(topology.models().stream().map(Topology.Route::lines).toList());
    List<Box> boxes = new ArrayList<>();
    for (Topology.Route model : topology.models()) {
      int middle =
          (int)
              model.hops().stream()
                  .mapToInt(hop -> servers.get(hop.server()).middle())
                  .average()
                  .orElse(0);
      int height = height(model.lines());
      int lowest = boxes.isEmpty() ? MARGIN : bottom(boxes) + GAP;
      int y = Math.max(lowest, middle - height / 2);
      boxes.add(new Box("model", model.lines(), x, y, width, height));
    }
    return boxes;
  }

  private static List<Box> column(String style, int x, List<List<String>> contents) {
    int width = width(contents);
    List<Box> boxes = new ArrayList<>();
    for (List<String> lines : contents) {
      int y = boxes.isEmpty() ? MARGIN : bottom(boxes) + GAP;
      boxes.add(new Box(style, lines, x, y, width, height(lines)));
    }
    return boxes;
  }

  private static Box centred(String style, List<String> lines, int x, int middle) {
    int height = height(lines);
    int y = Math.max(MARGIN, middle - height / 2);
    return new Box(style, lines, x, y, width(List.of(lines)), height);
  }

  private static int bottom(List<Box> boxes) {
    return boxes.stream().mapToInt(box -> box.y() + box.height()).max().orElse(MARGIN);
  }

  private static int width(List<List<String>> contents) {
    int longest = contents.stream().flatMap(List::stream).mapToInt(String::length).max().orElse(0);
    return 2 * PAD + CHARACTER * longest;
  }

  private static int height(List<String> lines) {
    return 2 * PAD + LINE * lines.size() - 4;
  }

  private void open(int width, int height) {
    out.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img">
        <title>Routes of the gateway</title>
        """
            .formatted(width, height, width, height));
    out.append(STYLE);
    out.append(
        """
        <defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">\
        <path d="M0 0 8 4 0 8" /></marker></defs>
        """);
  }

  private void line(Box from, Box to, String style, String label) {
    int bend = (from.right() + to.x()) / 2;
    out.append(
        "<path class=\"%s\" marker-end=\"url(#tip)\" d=\"M%d %dC%d %d %d %d %d %d\" />\n"
            .formatted(
                style,
                from.right(),
                from.middle(),
                bend,
                from.middle(),
                bend,
                to.middle(),
                to.x(),
                to.middle()));
    if (!label.isEmpty()) {
      int x = to.x() - 18 - 7 * label.length();
      labels.add(() -> text("label", x, to.middle() - 6, label));
    }
  }

  private void draw(Box box) {
    out.append(
        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\" />\n"
            .formatted(box.style(), box.x(), box.y(), box.width(), box.height()));
    for (int i = 0; i < box.lines().size(); i++) {
      String style = i == 0 ? "first" : "more";
      text(style, box.x() + PAD, box.y() + PAD + 11 + i * LINE, box.lines().get(i));
    }
  }

  private void text(String style, int x, int y, String words) {
    out.append(
        "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n".formatted(style, x, y, escape(words)));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
