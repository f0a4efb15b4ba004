package dev.vllmnginx.nginx;

import dev.vllmnginx.render.RenderedTree;
import java.util.List;

/** What {@code nginx -t} said of a tree. */
public sealed interface ConfigTestResult {
  /** The tree as it was tested, in which the messages' files and lines are found. */
  RenderedTree tree();

  /** What nginx said, warnings and worse, in its order. */
  List<NginxMessage> messages();

  /** nginx would run it. */
  record Accepted(RenderedTree tree, List<NginxMessage> messages) implements ConfigTestResult {
    public Accepted {
      messages = List.copyOf(messages);
    }
  }

  /** nginx refuses it; there is at least one message. */
  record Rejected(RenderedTree tree, List<NginxMessage> messages) implements ConfigTestResult {
    public Rejected {
      messages = List.copyOf(messages);
    }
  }
}
