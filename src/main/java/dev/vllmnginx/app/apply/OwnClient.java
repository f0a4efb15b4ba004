package dev.vllmnginx.app.apply;

import dev.vllmnginx.catalog.Gateway;
import dev.vllmnginx.catalog.ListenAddress;
import dev.vllmnginx.catalog.Tls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * A client of the gateway on its own machine: like any other, but for the certificate, which is not
 * judged on the way to this machine itself.
 */
final class OwnClient {
  private final Gateway gateway;

  OwnClient(Gateway gateway) {
    this.gateway = gateway;
  }

  /** By what name it calls the gateway. */
  String host() {
    return gateway.serverNames().isEmpty()
        ? "localhost"
        : gateway.serverNames().get(0).value().replaceFirst("^\\*\\.", "any.");
  }

  /**
   * Connects to the first port, of those with TLS where there are any.
   *
   * @param patience for the connection, and for each answer
   */
  Socket connect(Duration patience) throws IOException, GeneralSecurityException {
    Tls tls = gateway.tls();
    ListenAddress listen = tls == null ? gateway.listen().get(0) : tls.listen().get(0);
    int millis = (int) patience.toMillis();
    Socket socket = new Socket();
    boolean done = false;
    try {
      socket.setSoTimeout(millis);
      socket.connect(new InetSocketAddress(reachable(listen), listen.port()), millis);
      Socket connected = tls == null ? socket : secure(socket);
      done = true;
      return connected;
    } finally {
      if (!done) {
        socket.close();
      }
    }
  }

  /**
   * The certificates that it is shown, the server's own first.
   *
   * @return empty when there is no TLS, or nobody to talk to
   */
  Optional<List<Certificate>> shown(Duration patience) {
    if (gateway.tls() == null) {
      return Optional.empty();
    }
    try (Socket socket = connect(patience)) {
      SSLSocket secure = (SSLSocket) socket;
      secure.startHandshake();
      return Optional.of(List.of(secure.getSession().getPeerCertificates()));
    } catch (IOException | GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private SSLSocket secure(Socket socket) throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new AnyCertificate()}, null);
    SSLSocket secure =
        (SSLSocket) context.getSocketFactory().createSocket(socket, host(), socket.getPort(), true);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(host())));
    secure.setSSLParameters(parameters);
    return secure;
  }

  private static String reachable(ListenAddress listen) {
    String address = listen.address();
    if (address == null) {
      return "127.0.0.1";
    }
    return address.equals("::") ? "::1" : address;
  }

  private static final class AnyCertificate implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
