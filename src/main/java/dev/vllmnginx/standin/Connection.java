package dev.vllmnginx.standin;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One client's connection: requests in turn, answers in the framing of vLLM's server. */
final class Connection {
  /** An idle connection is closed after this time, in milliseconds, like vLLM's. */
  private static final int KEEP_ALIVE = 5000;

  private static final Map<Integer, String> REASONS =
      Map.of(
          200, "OK",
          307, "Temporary Redirect",
          400, "Bad Request",
          404, "Not Found",
          405, "Method Not Allowed",
          422, "Unprocessable Entity");
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

  private final Socket socket;
  private final StandInSettings settings;
  private final PushbackInputStream in;
  private final OutputStream out;
  private final AtomicInteger running;

  Connection(Socket socket, StandInSettings settings, AtomicInteger running) throws IOException {
    this.socket = socket;
    this.settings = settings;
    this.running = running;
    socket.setTcpNoDelay(true);
    in = new PushbackInputStream(new BufferedInputStream(socket.getInputStream()));
    out = new BufferedOutputStream(socket.getOutputStream());
  }

  /** The client went away before its answer was complete. */
  private static final class ClientGone extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** Serves until one side closes. */
  void serve(Vllm vllm, Consumer<Received> record) throws IOException {
    RequestReader reader = new RequestReader(in, out);
    try {
      while (true) {
        socket.setSoTimeout(KEEP_ALIVE);
        Received request = reader.read();
        if (request == null) {
          return;
        }
        record.accept(request);
        boolean close = request.isHttp10() || request.headerHas("connection", "close");
        send(vllm.answer(request), request, close);
        if (close) {
          return;
        }
      }
    } catch (RequestReader.Malformed e) {
      sendMalformed();
    } catch (SocketTimeoutException | ClientGone e) {
      // Closing is all there is to do.
    }
  }

  private void send(Answer answer, Received request, boolean close) throws IOException {
    running.incrementAndGet();
    try {
      if (answer instanceof Answer.Whole whole) {
        sendWhole(whole, request, close);
      } else if (answer instanceof Answer.Events events) {
        sendEvents(events, close);
      }
    } finally {
      running.decrementAndGet();
    }
  }

  private void sendWhole(Answer.Whole answer, Received request, boolean close) throws IOException {
    work(answer.units());
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    List<String> head = new ArrayList<>();
    answer.extra().stream().filter(line -> line.startsWith("allow")).forEach(head::add);
    head.add("content-length: " + body.length);
    if (!answer.contentType().isEmpty()) {
      head.add("content-type: " + answer.contentType());
    }
    answer.extra().stream().filter(line -> !line.startsWith("allow")).forEach(head::add);
    head.add("vary: Origin");
    if (close) {
      head.add("connection: close");
    }
    sendHead(answer.status(), head);
    if (!request.method().equals("HEAD")) {
      out.write(body);
    }
    out.flush();
  }

  /** The head at once; then each event, after its token's time, as one chunk. */
  private void sendEvents(Answer.Events events, boolean close) throws IOException {
    List<String> head =
        new ArrayList<>(List.of("content-type: text/event-stream; charset=utf-8", "vary: Origin"));
    if (close) {
      head.add("connection: close");
    }
    head.add("transfer-encoding: chunked");
    sendHead(200, head);
    out.flush();
    for (String data : events.data()) {
      boolean end = data.equals("[DONE]");
      work(end ? 0 : 1);
      String text = data.startsWith("event: ") ? data : "data: " + data;
      byte[] event = (text + "\n\n").getBytes(StandardCharsets.UTF_8);
      write(Integer.toHexString(event.length) + "\r\n");
      out.write(event);
      write("\r\n");
      out.flush();
    }
    write("0\r\n\r\n");
    out.flush();
  }

  private void sendMalformed() throws IOException {
    String text = "Invalid HTTP request received.";
    sendHead(
        400,
        List.of(
            "content-type: text/plain; charset=utf-8",
            "content-length: " + text.length(),
            "connection: close"));
    write(text);
    out.flush();
  }

  private void sendHead(int status, List<String> lines) throws IOException {
    write("HTTP/1.1 " + status + " " + REASONS.getOrDefault(status, "Status") + "\r\n");
    write("date: " + DATE.format(ZonedDateTime.now(ZoneOffset.UTC)) + "\r\n");
    write("server: uvicorn\r\n");
    for (String line : lines) {
      write(line + "\r\n");
    }
    write(Answer.MARK + ": " + settings.label() + "\r\n\r\n");
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Waits for the time of so many tokens, and ends early when the client goes away. */
  private void work(int tokens) throws IOException {
    Duration time = settings.tokenPause().multipliedBy(tokens);
    if (time.toMillis() == 0) {
      return;
    }
    socket.setSoTimeout(Math.toIntExact(time.toMillis()));
    try {
      int next = in.read();
      if (next < 0) {
        throw new ClientGone();
      }
      // The next request is here already: it waits, and so does this one.
      in.unread(next);
      Thread.sleep(time.toMillis());
    } catch (SocketTimeoutException e) {
      // The time is over and the client still there.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClientGone();
    }
  }
}
