package dev.vllmnginx.app.trial;

import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.ModelName;
import dev.vllmnginx.catalog.ModelType;
import dev.vllmnginx.catalog.Server;
import dev.vllmnginx.catalog.ServerAddress;
import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.standin.Kind;
import dev.vllmnginx.standin.Received;
import dev.vllmnginx.standin.StandIn;
import dev.vllmnginx.standin.StandInSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The catalog's servers, those that do not answer replaced by stand-ins. */
final class TrialServers implements AutoCloseable {
  private static final Duration TOKEN_PAUSE = Duration.ofMillis(20);

  private final Map<Place, TrialServer> servers = new LinkedHashMap<>();
  private final Map<ServerAddress, StandIn> standIns = new LinkedHashMap<>();

  private TrialServers() {}

  /** An address, as what it is used for: a vLLM serves models of one type. */
  private record Place(ServerAddress address, ModelType type) {}

  /**
   * Starts the stand-ins.
   *
   * @param findings what the probe found, for each address of the catalog
   */
  static TrialServers start(Catalog catalog, Map<ServerAddress, ServerProbe.Finding> findings) {
    TrialServers servers = new TrialServers();
    try {
      names(catalog)
          .forEach((place, names) -> servers.add(place, names, findings.get(place.address())));
      return servers;
    } catch (RuntimeException e) {
      servers.close();
      throw e;
    }
  }

  /** Every address with the names that the catalog says are served there. */
  private static Map<Place, Set<String>> names(Catalog catalog) {
    Map<Place, Set<String>> names = new LinkedHashMap<>();
    for (Model model : catalog.models()) {
      for (Server server : model.servers()) {
        Set<String> served =
            names.computeIfAbsent(
                new Place(server.address(), model.type()), place -> new LinkedHashSet<>());
        model.namesOnServers().stream().map(ModelName::value).forEach(served::add);
      }
    }
    return names;
  }

  private void add(
      Place place,
      Set<String> names,
      ServerProbe.@org.jspecify.annotations.Nullable Finding finding) {
    ServerAddress address = place.address();
    if (finding instanceof ServerProbe.Finding.Serves) {
      servers.put(place, new TrialServer(address, address, null));
      return;
    }
    String reason =
        finding instanceof ServerProbe.Finding.Stranger stranger
            ? stranger.said()
            : "nothing answers there";
    StandIn standIn = startStandIn(place, names);
    ServerAddress used = new ServerAddress("127.0.0.1", standIn.port());
    standIns.put(used, standIn);
    servers.put(place, new TrialServer(address, used, reason));
  }

  private static StandIn startStandIn(Place place, Set<String> names) {
    StandInSettings settings =
        new StandInSettings(
            place.address().text(),
            List.copyOf(new ArrayList<>(names)),
            kind(place.type()),
            TOKEN_PAUSE);
    try {
      return StandIn.start(settings);
    } catch (IOException e) {
      throw new WorldException(
          WorldException.Kind.IO,
          "cannot start a stand-in for " + place.address().text() + ": " + e.getMessage(),
          e);
    }
  }

  private static Kind kind(ModelType type) {
    return switch (type) {
      case CHAT -> Kind.CHAT;
      case EMBEDDING -> Kind.EMBEDDING;
      case RERANK -> Kind.RERANK;
      case CLASSIFY -> Kind.CLASSIFY;
      case POOLING -> Kind.POOLING;
      case TRANSCRIPTION -> Kind.TRANSCRIPTION;
    };
  }

  /** The same catalog, with the addresses that nginx is to use. */
  Catalog inPlace(Catalog catalog) {
    return catalog.withModels(
        catalog.models().stream()
            .map(
                model ->
                    model.withServers(
                        model.servers().stream()
                            .map(server -> server.withAddress(used(server, model)))
                            .toList()))
            .toList());
  }

  private ServerAddress used(Server server, Model model) {
    TrialServer found = servers.get(new Place(server.address(), model.type()));
    return found == null ? server.address() : found.used();
  }

  /** All servers, in the catalog's order. */
  List<TrialServer> list() {
    return List.copyOf(servers.values());
  }

  /** The servers of one model. */
  List<TrialServer> of(Model model) {
    List<TrialServer> list = new ArrayList<>();
    for (Server server : model.servers()) {
      TrialServer found = servers.get(new Place(server.address(), model.type()));
      if (found != null) {
        list.add(found);
      }
    }
    return list;
  }

  /** What a stand-in remembers of a request. */
  Optional<Received> received(TrialServer server, String requestId) {
    StandIn standIn = standIns.get(server.used());
    return standIn == null
        ? Optional.empty()
        : standIn.received().stream()
            .filter(request -> request.header("x-request-id").equals(Optional.of(requestId)))
            .findFirst();
  }

  @Override
  public void close() {
    standIns.values().forEach(StandIn::close);
  }
}
