package dev.vllmnginx.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A valid catalog in a layout of its own. Every comment has a number, and says to which model it
 * belongs: {@code #7@2} is comment 7, of model 2; {@code #7@-} belongs to none.
 */
final class RandomCatalog {
  private static final List<String> DECORATION =
      List.of(
          "",
          " plain words",
          " \uD83D\uDE80 \uD83D\uDC0B",
          " r\u00e9serv\u00e9 \u6a21\u578b",
          " - name: x",
          " { [ , \" '");

  private final Random random;
  private final int models;
  private final String pad;
  private final String gap;
  private final String listPad;
  private final String quote;
  private final boolean flowServers;
  private final boolean flowServer;
  private final boolean blockAliases;
  private final boolean spaced;
  private final boolean commented;
  private final List<String> lines = new ArrayList<>();
  private int comments;

  private RandomCatalog(Random random) {
    this.random = random;
    this.models = 1 + random.nextInt(4);
    this.pad = " ".repeat(random.nextInt(3) * 2);
    this.gap = " ".repeat(1 + random.nextInt(2) * 2);
    this.listPad = " ".repeat(random.nextInt(3) * 2);
    this.quote = List.of("", "", "\"", "'").get(random.nextInt(4));
    this.flowServers = random.nextInt(4) == 0;
    this.flowServer = random.nextBoolean();
    this.blockAliases = random.nextInt(3) == 0;
    this.spaced = random.nextBoolean();
    this.commented = random.nextInt(4) > 0;
  }

  /** The text, and how many models it has: they are called m0, m1 and so on. */
  record Text(String text, int models) {}

  static Text of(Random random) {
    RandomCatalog catalog = new RandomCatalog(random);
    int layout = random.nextInt(4);
    List<Runnable> sections = new ArrayList<>();
    sections.add(() -> catalog.line("version: 1"));
    sections.add(() -> catalog.line("gateway: {listen: [8080]}"));
    sections.add(
        layout == 0
            ? catalog::inlineModels
            : layout == 1 ? catalog::bracketedModels : catalog::blockModels);
    if (random.nextBoolean()) {
      sections.add(
          random.nextInt(sections.size() + 1), () -> catalog.line("logging:", "  format: json"));
    }
    if (random.nextInt(4) == 0) {
      java.util.Collections.shuffle(sections, random);
    }
    for (Runnable section : sections) {
      section.run();
      catalog.free();
    }
    String lineEnd = List.of("\n", "\n", "\r\n").get(random.nextInt(3));
    String last = random.nextInt(4) == 0 ? "" : lineEnd;
    return new Text(String.join(lineEnd, catalog.lines) + last, catalog.models);
  }

  private void line(String... added) {
    lines.addAll(List.of(added));
  }

  private boolean sometimes() {
    return commented && random.nextInt(3) == 0;
  }

  private String comment(String owner) {
    String decoration = DECORATION.get(random.nextInt(DECORATION.size()));
    return "#" + comments++ + "@" + owner + decoration;
  }

  private String comment(int owner) {
    return comment(Integer.toString(owner));
  }

  /** A blank line and a comment that belongs to no model. */
  private void free() {
    if (random.nextInt(3) == 0) {
      line("");
      if (sometimes()) {
        line(" ".repeat(random.nextInt(7)) + comment("-"), random.nextBoolean() ? "" : "   ");
      }
    }
  }

  private String tail(int owner) {
    return sometimes() ? " ".repeat(1 + random.nextInt(3)) + comment(owner) : "";
  }

  private String value(String text) {
    return quote + text + quote;
  }

  private String aliases(int model) {
    List<String> names = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      names.add(value("m" + model + "-alias" + i));
    }
    return names.isEmpty() ? "" : "[" + String.join(", ", names) + "]";
  }

  private String address(int model, int server) {
    return value("10.0." + model + "." + (1 + server) + ":8000");
  }

  private String braces(int model, int server, String colonQuote) {
    String address =
        quote.isEmpty() ? colonQuote + address(model, server) + colonQuote : address(model, server);
    return "{address: "
        + address
        + (random.nextBoolean() ? ", weight: 2}" : random.nextBoolean() ? ", down: true}" : "}");
  }

  private String brackets(int model) {
    List<String> servers = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      servers.add(braces(model, i, "\""));
    }
    return "[" + String.join(", ", servers) + "]";
  }

  private String flowModel(int model) {
    String aliases = aliases(model);
    return "{name: "
        + value("m" + model)
        + ", type: chat, "
        + (aliases.isEmpty() ? "" : "aliases: " + aliases + ", ")
        + "servers: "
        + brackets(model)
        + "}";
  }

  private void inlineModels() {
    List<String> items = new ArrayList<>();
    for (int i = 0; i < models; i++) {
      items.add(flowModel(i));
    }
    String comma = random.nextInt(4) == 0 ? "," : "";
    line(
        "models: ["
            + String.join(", ", items)
            + comma
            + "]"
            + (sometimes() ? "  " + comment("-") : ""));
  }

  private void bracketedModels() {
    line("models: [" + (sometimes() ? "  " + comment("-") : ""));
    boolean lastComma = random.nextBoolean();
    for (int i = 0; i < models; i++) {
      if (sometimes()) {
        line("  " + comment(i));
      }
      String closing = i < models - 1 || lastComma ? "," : "";
      line("  " + flowModel(i) + closing + tail(i));
      if (random.nextInt(4) == 0) {
        line("");
        line(sometimes() ? "  " + comment("-") : "", "");
      }
    }
    line("]");
  }

  private void blockModels() {
    line("models:" + (sometimes() ? "  " + comment("-") : ""));
    for (int i = 0; i < models; i++) {
      if (spaced && (i > 0 || random.nextBoolean())) {
        line("");
        if (sometimes()) {
          line(pad + comment("-"), "");
        }
      }
      for (int above = random.nextInt(3); above > 0 && commented; above--) {
        line(pad + comment(i));
      }
      blockModel(i);
    }
    if (sometimes()) {
      line(pad + comment("-"));
    }
  }

  private void blockModel(int model) {
    String indent = pad + " " + gap;
    if (random.nextInt(8) == 0) {
      line(
          pad
              + "- {name: "
              + value("m" + model)
              + ", type: chat, servers: "
              + brackets(model)
              + "}"
              + tail(model));
      return;
    }
    line(pad + "-" + gap + "name: " + value("m" + model) + tail(model));
    line(indent + "type: " + value("chat") + tail(model));
    if (sometimes()) {
      line(" ".repeat(random.nextInt(9)) + comment(model));
    }
    String aliases = aliases(model);
    if (!aliases.isEmpty() && !blockAliases) {
      line(indent + "aliases: " + aliases + tail(model));
    } else if (!aliases.isEmpty()) {
      line(
          indent + "aliases:",
          indent + listPad + "- " + value("m" + model + "-alias") + tail(model));
    }
    if (flowServers) {
      line(indent + "servers: " + brackets(model) + tail(model));
    } else {
      blockServers(model, indent);
    }
    if (random.nextInt(4) == 0) {
      line(indent + "max_body_size: 8m" + tail(model));
    }
    if (sometimes()) {
      line(indent + " ".repeat(random.nextInt(3)) + comment(model));
    }
  }

  private void blockServers(int model, String indent) {
    line(indent + "servers:" + tail(model));
    for (int i = 0; i <= random.nextInt(3); i++) {
      String dash = indent + listPad + "-" + gap;
      if (flowServer) {
        line(dash + braces(model, i, "\"") + tail(model));
        continue;
      }
      List<String> keys = new ArrayList<>(List.of("address: " + address(model, i)));
      if (random.nextBoolean()) {
        keys.add(random.nextInt(keys.size() + 1), "weight: 2");
      }
      if (random.nextInt(4) == 0) {
        keys.add(random.nextInt(keys.size() + 1), "down: true");
      }
      for (int k = 0; k < keys.size(); k++) {
        line((k == 0 ? dash : indent + listPad + " " + gap) + keys.get(k) + tail(model));
        if (sometimes()) {
          line(indent + listPad + " " + gap + comment(model));
        }
      }
    }
  }
}
