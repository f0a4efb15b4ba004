package dev.vllmnginx.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vllmnginx.process.ProgramResult;
import dev.vllmnginx.process.ProgramRunner;
import dev.vllmnginx.render.RenderedTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What does not need nginx: what it is asked, and what its answers count as. */
class ConfigTestTest {
  private final List<List<String>> commands = new ArrayList<>();
  private final List<Path> places = new ArrayList<>();

  private ConfigTestResult run(String version, ProgramResult answer) {
    ProgramRunner programs =
        (command, timeout) -> {
          commands.add(command);
          assertThat(places.get(places.size() - 1).resolve("conf.d/http.conf")).exists();
          return answer;
        };
    NginxBuild build = new NginxBuild(VersionNumber.parse(version).orElseThrow(), new TreeMap<>());
    return new ConfigTest(
            new NginxBinary(Path.of("/opt/nginx"), build), programs, Duration.ofSeconds(7))
        .run(
            place -> {
              places.add(place.directory());
              return TestTrees.tree(place, "", "");
            });
  }

  @Test
  void asksWithoutAnyPathOfTheBuild() {
    run("1.22.1", new ProgramResult(0, "", "", false));

    Path place = places.get(0);
    assertThat(commands)
        .containsExactly(
            List.of("/opt/nginx", "-e", place + "/error.log", "-c", place + "/nginx.conf", "-t"));
    assertThat(place).doesNotExist();
  }

  @Test
  void anOldNginxDoesNotKnowTheOptionForItsFirstLog() {
    run("1.18.0", new ProgramResult(0, "", "", false));

    assertThat(commands.get(0)).doesNotContain("-e");
  }

  @Test
  void warningsOfAnAcceptedTreeAreKept() {
    ConfigTestResult result =
        run("1.22.1", new ProgramResult(0, "", "nginx: [warn] deprecated\n", false));

    assertThat(result).isInstanceOf(ConfigTestResult.Accepted.class);
    assertThat(result.messages()).extracting(NginxMessage::text).containsExactly("deprecated");
  }

  @Test
  void thatOnlyRootMayChangeTheUserIsNoNews() {
    String warning =
        "nginx: [warn] the \"user\" directive makes sense only if the master process runs with"
            + " super-user privileges, ignored in /x/nginx.conf:1\n";

    assertThat(run("1.22.1", new ProgramResult(0, "", warning, false)).messages()).isEmpty();
  }

  @Test
  void aRefusalAlwaysHasAReason() {
    ProgramResult silent = new ProgramResult(139, "", "", false);
    ProgramResult warned = new ProgramResult(1, "", "nginx: [warn] deprecated\n", false);
    ProgramResult late = new ProgramResult(137, "", "", true);

    assertThat(run("1.22.1", silent)).isInstanceOf(ConfigTestResult.Rejected.class);
    assertThat(run("1.22.1", silent).messages().get(0).text()).contains("returned 139");
    assertThat(run("1.22.1", warned).messages())
        .extracting(NginxMessage::level)
        .containsExactly(NginxMessage.Level.WARN, NginxMessage.Level.EMERG);
    assertThat(run("1.22.1", late).messages().get(0).text()).contains("no answer within 7 s");
  }

  @Test
  void aTreeThatLeavesItsPlaceIsAProgrammersErrorAndLeavesNothing() {
    List<Path> seen = new ArrayList<>();
    NginxBinary nginx =
        new NginxBinary(
            Path.of("/opt/nginx"),
            new NginxBuild(VersionNumber.parse("1.22.1").orElseThrow(), new TreeMap<>()));
    ConfigTest test = new ConfigTest(nginx, ProgramRunner.local());

    assertThatThrownBy(
            () ->
                test.run(
                    place -> {
                      seen.add(place.directory());
                      return new RenderedTree(List.of(TestTrees.file("../x", "")));
                    }))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(seen).hasSize(1);
    assertThat(Files.exists(seen.get(0))).isFalse();
  }
}
