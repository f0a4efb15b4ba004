package dev.vllmnginx.cli;

import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.ModelName;
import dev.vllmnginx.catalog.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Models as a table. A cell is a list of words; it stands on one line where there is room, else
 * each word has a line of its own. Nothing is ever cut off: a name is there to be copied.
 */
final class ModelTable {
  private static final int SERVED_NAME = 3;
  private static final String GAP = "  ";
  private final boolean renames;
  private final List<List<List<String>>> rows = new ArrayList<>();

  /**
   * @param renames whether there is a column for the names on the servers
   */
  private ModelTable(boolean renames) {
    this.renames = renames;
  }

  static ModelTable of(List<Model> models) {
    ModelTable table = new ModelTable(models.stream().anyMatch(m -> m.servedName() != null));
    table.add(
        List.of(
            List.of("NAME"),
            List.of("TYPE"),
            List.of("ALIASES"),
            List.of("SERVED NAME"),
            List.of("BALANCE"),
            List.of("SERVERS")));
    for (Model model : models) {
      ModelName served = model.servedName();
      table.add(
          List.of(
              List.of(model.name().value()),
              List.of(model.type().keyword()),
              model.aliases().stream().map(ModelName::value).toList(),
              served == null ? List.of() : List.of(served.value()),
              List.of(model.balance().keyword()),
              model.servers().stream().map(ModelTable::words).toList()));
    }
    return table;
  }

  private void add(List<List<String>> cells) {
    List<List<String>> row = new ArrayList<>(cells);
    if (!renames) {
      row.remove(SERVED_NAME);
    }
    rows.add(row);
  }

  /** A server in nginx's words, without what is usual. */
  private static String words(Server server) {
    StringBuilder words = new StringBuilder(server.address().text());
    if (server.weight() != 1) {
      words.append(" weight=").append(server.weight());
    }
    if (server.maxConns() != 0) {
      words.append(" max_conns=").append(server.maxConns());
    }
    return words
        .append(server.backup() ? " backup" : "")
        .append(server.down() ? " down" : "")
        .toString();
  }

  /**
   * The lines of the table.
   *
   * @param width columns of the terminal; 0: no limit, so that a model is always one line
   */
  List<String> lines(int width) {
    List<String> flat = layOut(rows.stream().map(ModelTable::joined).toList());
    boolean fits = width == 0 || flat.stream().allMatch(line -> line.length() <= width);
    return fits ? flat : layOut(rows);
  }

  private static List<List<String>> joined(List<List<String>> row) {
    return row.stream().map(cell -> List.of(String.join(", ", cell))).toList();
  }

  private static List<String> layOut(List<List<List<String>>> rows) {
    List<Integer> widths =
        IntStream.range(0, rows.get(0).size())
            .mapToObj(
                column ->
                    rows.stream()
                        .flatMap(row -> row.get(column).stream())
                        .mapToInt(String::length)
                        .max()
                        .orElse(0))
            .toList();
    List<String> lines = new ArrayList<>();
    for (List<List<String>> row : rows) {
      int height = row.stream().mapToInt(List::size).max().orElse(0);
      for (int line = 0; line < height; line++) {
        lines.add(line(row, line, widths));
      }
    }
    return lines;
  }

  private static String line(List<List<String>> row, int line, List<Integer> widths) {
    StringBuilder text = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      List<String> cell = row.get(column);
      String word = line < cell.size() ? cell.get(line) : "";
      String shown = word.isEmpty() && line == 0 ? "-" : word;
      text.append(shown)
          .append(" ".repeat(Math.max(0, widths.get(column) - shown.length())))
          .append(GAP);
    }
    return text.toString().stripTrailing();
  }
}
