package dev.vllmnginx.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Sends exactly the bytes that it is given to a port on 127.0.0.1 and keeps the answer's. Trusts
 * every certificate: what is tested is the gateway, not its certificate.
 */
public final class RawHttpClient {
  private static final int TIMEOUT_MILLIS = 20_000;

  private final int port;
  private final String serverName;

  private RawHttpClient(int port, String serverName) {
    this.port = port;
    this.serverName = serverName;
  }

  /** Plain HTTP. */
  public static RawHttpClient plain(int port) {
    return new RawHttpClient(port, "");
  }

  /** TLS, offering HTTP/1.1 only, with {@code serverName} as SNI. */
  public static RawHttpClient tls(int port, String serverName) {
    return new RawHttpClient(port, serverName);
  }

  /** A new connection. */
  public RawConnection connect() {
    try {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      return new RawConnection(serverName.isEmpty() ? socket : overTls(socket));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends these bytes on a connection of their own and reads the answer. */
  public RawResponse send(byte[] request) {
    try (RawConnection connection = connect()) {
      connection.send(request);
      return connection.read();
    }
  }

  public RawResponse send(String request) {
    return send(request.getBytes(UTF_8));
  }

  /** {@code POST} with a JSON body and the usual headers. */
  public RawResponse post(String path, String json) {
    return send(request(path, json));
  }

  /** {@code GET} with the usual headers. */
  public RawResponse get(String path) {
    return send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }

  /** The request that {@link #post} sends, with further header lines. */
  public static String request(String path, String json, String... headerLines) {
    StringBuilder lines = new StringBuilder();
    for (String line : headerLines) {
      lines.append(line).append("\r\n");
    }
    return "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s\r\n%s"
        .formatted(path, json.getBytes(UTF_8).length, lines, json);
  }

  private Socket overTls(Socket socket) throws IOException {
    SSLSocket secure =
        (SSLSocket)
            trustingContext().getSocketFactory().createSocket(socket, serverName, port, true);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(serverName)));
    parameters.setApplicationProtocols(new String[] {"http/1.1"});
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    return secure;
  }

  /** A context that believes every certificate, also for {@link java.net.http.HttpClient}. */
  public static SSLContext trustingContext() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TrustEverything()}, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has TLS", e);
    }
  }

  private static final class TrustEverything extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

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
