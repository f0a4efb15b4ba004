import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/**
 * The backend of the benchmark: one thread, HTTP/1.1 with keep-alive, reads every request to its
 * last byte and then answers with a few bytes; with the argument {@code hold} it begins a stream
 * that never ends, with {@code usage} it answers as vLLM does. It understands only what nginx
 * sends: a head, {@code Content-Length}, a body.
 */
final class Stub {
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"ok\":true}"
          .getBytes(StandardCharsets.US_ASCII);

  private static final byte[] USAGE = counted();

  private static final byte[] STREAM =
      ("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "9\r\ndata: 1\n\n\r\n")
          .getBytes(StandardCharsets.US_ASCII);

  private final byte[] answer;
  private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 18);

  /** What is known of the request that a connection is sending. */
  private static final class Progress {
    byte[] head = new byte[4096];
    int headLength;
    long bodyLeft = -1;
  }

  public static void main(String[] args) throws IOException {
    String kind = args.length > 1 ? args[1] : "";
    new Stub(kind.equals("hold") ? STREAM : kind.equals("usage") ? USAGE : ANSWER)
        .serve(Integer.parseInt(args[0]));
  }

  /** As long as a short answer of vLLM, with its usage. */
  private static byte[] counted() {
    String body =
        "{\"choices\":[{\"message\":{\"content\":\""
            + "word ".repeat(60)
            + "\"}}],\"usage\":{\"prompt_tokens\":250,\"total_tokens\":310,\"completion_tokens\":60}}";
    return ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private Stub(byte[] answer) {
    this.answer = answer;
  }

  private void serve(int port) throws IOException {
    Selector selector = Selector.open();
    ServerSocketChannel server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress("127.0.0.1", port), 1024);
    server.configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT);
    while (true) {
      selector.select();
      for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
        SelectionKey key = keys.next();
        keys.remove();
        if (key.isAcceptable()) {
          SocketChannel channel = server.accept();
          channel.configureBlocking(false);
          channel.socket().setTcpNoDelay(true);
          channel.register(selector, SelectionKey.OP_READ, new Progress());
        } else {
          read((SocketChannel) key.channel(), (Progress) key.attachment());
        }
      }
    }
  }

  private void read(SocketChannel channel, Progress progress) throws IOException {
    in.clear();
    int count;
    try {
      count = channel.read(in);
    } catch (IOException reset) {
      count = -1;
    }
    if (count < 0) {
      channel.close();
      return;
    }
    in.flip();
    while (in.hasRemaining()) {
      if (progress.bodyLeft < 0) {
        readHead(progress);
      }
      if (progress.bodyLeft >= 0) {
        int step = (int) Math.min(progress.bodyLeft, in.remaining());
        in.position(in.position() + step);
        progress.bodyLeft -= step;
        if (progress.bodyLeft == 0) {
          channel.write(ByteBuffer.wrap(answer));
          progress.bodyLeft = -1;
          progress.headLength = 0;
        }
      }
    }
  }

  private void readHead(Progress progress) {
    while (in.hasRemaining()) {
      progress.head[progress.headLength++] = in.get();
      int end = progress.headLength;
      if (end >= 4
          && progress.head[end - 1] == '\n'
          && progress.head[end - 2] == '\r'
          && progress.head[end - 3] == '\n') {
        String head = new String(progress.head, 0, end, StandardCharsets.ISO_8859_1).toLowerCase();
        int at = head.indexOf("content-length:");
        progress.bodyLeft =
            at < 0 ? 0 : Long.parseLong(head.substring(at + 15, head.indexOf('\r', at)).trim());
        return;
      }
    }
  }
}
