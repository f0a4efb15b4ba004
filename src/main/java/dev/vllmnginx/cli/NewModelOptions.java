package dev.vllmnginx.cli;

import dev.vllmnginx.app.ModelArguments;
import dev.vllmnginx.catalog.Balance;
import dev.vllmnginx.catalog.ModelType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A model on the command line. Nothing is checked here: the grammar is that of the catalog. */
final class NewModelOptions {
  /** For completion. */
  static final class Types extends Words {
    Types() {
      super(Arrays.stream(ModelType.values()).map(ModelType::keyword).toList());
    }
  }

  /** For completion. */
  static final class Balances extends Words {
    Balances() {
      super(Arrays.stream(Balance.values()).map(Balance::keyword).toList());
    }
  }

  @Parameters(paramLabel = "NAME", description = "What clients send as \"model\".")
  private String name = "";

  @Option(
      names = "--type",
      required = true,
      paramLabel = "TYPE",
      completionCandidates = Types.class,
      description = "What it does: chat, embedding, rerank, classify, pooling or transcription.")
  private String type = "";

  @ArgGroup(exclusive = false, multiplicity = "1..*")
  private List<ServerOptions> servers = new ArrayList<>();

  @Option(
      names = "--alias",
      paramLabel = "NAME",
      description =
          "A further name for clients. Without --served-name, its servers must serve it too.")
  private List<String> aliases = new ArrayList<>();

  @Option(
      names = "--served-name",
      paramLabel = "NAME",
      description = "What its servers call it, if that is another name.")
  private @Nullable String servedName;

  @Option(
      names = "--balance",
      paramLabel = "HOW",
      completionCandidates = Balances.class,
      description = "How requests are spread: least_conn, round_robin or random_two.")
  private @Nullable String balance;

  @Option(
      names = "--upstream-key",
      paramLabel = "FILE",
      description = "The file with the key that its servers want (vLLM's --api-key).")
  private @Nullable String upstreamKey;

  /** One server of it. */
  static final class ServerOptions {
    @Option(
        names = "--server",
        required = true,
        paramLabel = "HOST:PORT",
        description = "Where vLLM listens; once for each server.")
    private String address = "";

    @Option(
        names = "--weight",
        paramLabel = "N",
        description = "The share of requests of the --server before it.")
    private @Nullable String weight;
  }

  ModelArguments model() {
    return new ModelArguments(
        name,
        type,
        aliases,
        servedName,
        balance,
        upstreamKey,
        servers.stream()
            .map(server -> new ModelArguments.ServerArguments(server.address, server.weight))
            .toList());
  }
}
