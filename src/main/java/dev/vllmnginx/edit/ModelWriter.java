package dev.vllmnginx.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A new model as YAML text in the style of its neighbours. */
record ModelWriter(ItemStyle style, String lineEnd) {

  /** As an item of a block list: full lines with their indentation, without the last line end. */
  String item(NewModel model) {
    String dash = " ".repeat(style.dash()) + "-" + " ".repeat(style.gap() - 1);
    if (style.braces()) {
      return dash + braces(model);
    }
    List<String> lines = new ArrayList<>();
    lines.add(key("name") + style.names().block(model.name()));
    lines.add(key("type") + style.types().block(model.type()));
    if (!model.aliases().isEmpty()) {
      lines.addAll(aliases(model));
    }
    if (model.servedName() != null) {
      lines.add(key("served_name") + style.names().block(model.servedName()));
    }
    if (model.balance() != null) {
      lines.add(key("balance") + style.types().block(model.balance()));
    }
    if (model.upstreamKey() != null) {
      lines.add(key("upstream_key") + upstreamKey(model.upstreamKey()));
    }
    lines.addAll(servers(model));
    String indent = " ".repeat(style.dash() + style.gap());
    return dash + String.join(lineEnd + indent, lines);
  }

  private List<String> aliases(NewModel model) {
    ListStyle list = style.aliases();
    if (list.flow()) {
      return List.of(key("aliases") + flowAliases(model));
    }
    List<String> lines = new ArrayList<>();
    lines.add(key("aliases").stripTrailing());
    model.aliases().forEach(alias -> lines.add(dash(list) + style.names().block(alias)));
    return lines;
  }

  private List<String> servers(NewModel model) {
    ListStyle list = style.servers();
    if (list.flow()) {
      return List.of(key("servers") + flowServers(model));
    }
    List<String> lines = new ArrayList<>();
    lines.add(key("servers").stripTrailing());
    for (NewModel.NewServer server : model.servers()) {
      if (list.flowItems()) {
        lines.add(dash(list) + flowServer(server));
      } else {
        lines.add(dash(list) + key("address") + style.addresses().block(server.address()));
        if (server.weight() != null) {
          lines.add(" ".repeat(list.dash() + list.gap()) + key("weight") + number(server.weight()));
        }
      }
    }
    return lines;
  }

  /** In braces, on one line. */
  String braces(NewModel model) {
    List<String> fields = new ArrayList<>();
    fields.add(key("name") + style.names().flow(model.name()));
    fields.add(key("type") + style.types().flow(model.type()));
    if (!model.aliases().isEmpty()) {
      fields.add(key("aliases") + flowAliases(model));
    }
    if (model.servedName() != null) {
      fields.add(key("served_name") + style.names().flow(model.servedName()));
    }
    if (model.balance() != null) {
      fields.add(key("balance") + style.types().flow(model.balance()));
    }
    if (model.upstreamKey() != null) {
      fields.add(key("upstream_key") + upstreamKey(model.upstreamKey()));
    }
    fields.add(key("servers") + flowServers(model));
    return inBraces(fields);
  }

  private String upstreamKey(String file) {
    return inBraces(List.of(key("file") + style.names().flow(file)));
  }

  private String flowAliases(NewModel model) {
    return inBrackets(model.aliases().stream().map(style.names()::flow).toList());
  }

  private String flowServers(NewModel model) {
    return inBrackets(model.servers().stream().map(this::flowServer).toList());
  }

  private String flowServer(NewModel.NewServer server) {
    List<String> fields = new ArrayList<>();
    fields.add(key("address") + style.addresses().flow(server.address()));
    if (server.weight() != null) {
      fields.add(key("weight") + number(server.weight()));
    }
    return inBraces(fields);
  }

  private String inBraces(List<String> fields) {
    return "{" + style.bracePad() + String.join(", ", fields) + style.bracePad() + "}";
  }

  private String inBrackets(List<String> items) {
    return items.stream()
        .collect(Collectors.joining(", ", "[" + style.bracketPad(), style.bracketPad() + "]"));
  }

  private String key(String key) {
    return style.keyQuote() + key + style.keyQuote() + ": ";
  }

  /** A number stays a number; anything else is quoted, for the reader to refuse. */
  private static String number(String text) {
    return text.matches("[0-9]{1,9}") ? text : YamlScalar.quoted(text, '"');
  }

  private static String dash(ListStyle list) {
    return " ".repeat(list.dash()) + "-" + " ".repeat(list.gap() - 1);
  }
}
