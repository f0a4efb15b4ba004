package dev.vllmnginx.app.doctor;

import dev.vllmnginx.catalog.Model;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the servers of a model said.
 *
 * @param complaints about the servers as a whole
 */
public record ModelReport(Model model, List<ServerReport> servers, List<Complaint> complaints) {
  public ModelReport {
    servers = List.copyOf(servers);
    complaints = List.copyOf(complaints);
  }

  /** Those about the model and those about each server. */
  public Stream<Complaint> allComplaints() {
    return Stream.concat(
        complaints.stream(), servers.stream().flatMap(server -> server.complaints().stream()));
  }
}
