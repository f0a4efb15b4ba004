package dev.vllmnginx.cli;

import dev.vllmnginx.app.Program;
import picocli.CommandLine.IVersionProvider;

/** For {@code --version}. */
final class ProgramVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"vllm-nginx " + Program.version()};
  }
}
