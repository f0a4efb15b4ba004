package dev.vllmnginx.golden;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shape of an nginx configuration: the names of its directives and how they nest, read by the
 * rules of ngx_conf_read_token() and independent of how this product writes. Siblings of the same
 * shape count once, since there are as many as the catalog has models. The entries of a map are
 * data: their shape is how many words each has.
 */
final class NginxShape {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s+|(?<comment>#[^\\n]*)|(?<end>[;{}])|(?<word>\"(?:[^\"\\\\]++|\\\\.)*+\"|'(?:[^'\\\\]++|\\\\.)*+'|[^\\s;{}\"'][^\\s;{]*)",
          Pattern.DOTALL);

  private final Matcher tokens;

  private NginxShape(String text) {
    this.tokens = TOKEN.matcher(text);
  }

  static String of(String text) {
    return new NginxShape(text).block("");
  }

  private String block(String parent) {
    Set<String> directives = new LinkedHashSet<>();
    List<String> words = new ArrayList<>();
    while (tokens.lookingAt()) {
      String word = tokens.group("word");
      String end = tokens.group("end");
      tokens.region(tokens.end(), tokens.regionEnd());
      if (word != null) {
        words.add(word);
      } else if (end != null) {
        if (end.equals("}")) {
          return String.join(" ", directives);
        }
        String name = parent.equals("map") ? "entry/" + words.size() : words.get(0);
        directives.add(end.equals("{") ? name + "{" + block(words.get(0)) + "}" : name);
        words.clear();
      }
    }
    if (tokens.regionStart() != tokens.regionEnd()) {
      throw new AssertionError("not nginx syntax at offset " + tokens.regionStart());
    }
    return String.join(" ", directives);
  }
}
