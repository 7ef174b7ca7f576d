package io.github.chunkupload.testing;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.testing.FaultPlan.Strike;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** One connection through a {@link FaultProxy}: requests one after the other until one side, or a fault, ends it. */
final class FaultyLine implements Runnable {

    private static final int SILENCE_MILLIS = 5_000;
    private static final int SERVER_MILLIS = 20_000;
    private static final int TRICKLES = 12;
    private static final int TRICKLE_MILLIS = 4;

    private final FaultProxy proxy;
    private final Socket client;
    private final Socket server;

    FaultyLine(FaultProxy proxy, Socket client, Socket server) {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
    }

    /** A message as it stood on the wire. */
    private record Message(HttpHead head, byte[] bytes, int bodyAt) {
    }

    @Override
    public void run() {
        try (client; server) {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.setSoTimeout(SERVER_MILLIS);
            WireInput requests = new WireInput(client.getInputStream());
            WireInput replies = new WireInput(server.getInputStream());
            for (Message request = request(requests); request != null; request = request(requests)) {
                Optional<Strike> strike = proxy.plan().strike(request.bytes().length - request.bodyAt());
                if (!(strike.isPresent() ? struck(strike.get(), request, replies) : pass(request.bytes(), request, replies))) {
                    return;
                }
            }
        } catch (IOException e) {
            // One side went away, or the proxy was closed: the other side is told by the same end.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void close() throws IOException {
        client.close();
        server.close();
    }

    private static Message request(WireInput in) throws IOException {
        in.startCopy();
        String line = in.line();
        if (line == null) {
            return null;
        }
        String[] words = line.split(" ");
        HttpHead head = HttpHead.received(words[0], words[1], in.headers());
        int bodyAt = in.copy().length;
        skipBody(in, head.headers());
        return new Message(head, in.copy(), bodyAt);
    }

    private static void skipBody(WireInput in, Headers headers) throws IOException {
        boolean chunked = headers.has("Transfer-Encoding");
        try (InputStream body = chunked ? in.chunked() : in.exactly(headers.number("Content-Length").orElse(0))) {
            body.transferTo(OutputStream.nullOutputStream());
        }
    }

    /** Passes {@code bytes} on in place of the request, and the reply back; returns whether the connection goes on. */
    private boolean pass(byte[] bytes, Message request, WireInput replies) throws IOException {
        send(server, bytes);
        byte[] reply = reply(request, replies);
        if (proxy.plan().losesReply()) {
            return reset();
        }
        send(client, reply);
        return true;
    }

    private static byte[] reply(Message request, WireInput in) throws IOException {
        in.startCopy();
        String line = in.line();
        if (line == null) {
            throw new ProtocolException("The server closed the connection instead of answering");
        }
        String status = line.split(" ")[1];
        Headers headers = in.headers();
        if (!request.head().method().equals("HEAD") && !status.equals("204") && !status.equals("304")) {
            skipBody(in, headers);
        }
        return in.copy();
    }

    private boolean struck(Strike strike, Message request, WireInput replies) throws IOException, InterruptedException {
        Random random = strike.random();
        byte[] bytes = request.bytes();
        return switch (strike.fault()) {
            case RESET_IN_REQUEST -> {
                send(server, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
                yield reset();
            }
            case RESET_IN_REPLY, TRUNCATED_REPLY -> {
                send(server, bytes);
                byte[] reply = reply(request, replies);
                send(client, Arrays.copyOf(reply, random.nextInt(reply.length)));
                yield strike.fault() == Fault.RESET_IN_REPLY ? reset() : false;
            }
            case HALF_OPEN -> silence(bytes, request, replies, random.nextBoolean());
            case DELAY -> {
                hold(20 + random.nextInt(80));
                yield pass(bytes, request, replies);
            }
            case LOW_BANDWIDTH -> {
                trickle(server, bytes);
                trickle(client, reply(request, replies));
                yield true;
            }
            case BIT_FLIP -> {
                byte[] flipped = bytes.clone();
                flipped[request.bodyAt() + random.nextInt(bytes.length - request.bodyAt())] ^= (byte) (1 << random.nextInt(8));
                yield pass(flipped, request, replies);
            }
            case REFUSAL -> answer(proxy.refusals().busy(request.head()), 503);
            case ERROR_IN_200 -> answer(proxy.refusals().failed(request.head()), 200);
            case LOST_COMPLETE -> throw new IllegalStateException("Replies are lost, not requests struck");
        };
    }

    private boolean silence(byte[] bytes, Message request, WireInput replies, boolean arrives) throws IOException {
        if (arrives) {
            send(server, bytes);
            reply(request, replies);
        }
        client.setSoTimeout(SILENCE_MILLIS);
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
        return false;
    }

    private void hold(int millis) throws InterruptedException {
        proxy.closing().await(millis, TimeUnit.MILLISECONDS);
    }

    private void trickle(Socket to, byte[] bytes) throws IOException, InterruptedException {
        int step = bytes.length / TRICKLES + 1;
        for (int from = 0; from < bytes.length; from += step) {
            send(to, Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + step)));
            hold(TRICKLE_MILLIS);
        }
    }

    private boolean answer(HttpReply reply, int status) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append(" -\r\n");
        for (Map.Entry<String, String> field : reply.headers().fields()) {
            head.append(field.getKey()).append(": ").append(field.getValue()).append("\r\n");
        }
        head.append("Content-Length: ").append(reply.body().length()).append("\r\n\r\n");
        bytes.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        try (reply; InputStream body = reply.body().open()) {
            body.transferTo(bytes);
        }
        send(client, bytes.toByteArray());
        return true;
    }

    private static void send(Socket to, byte[] bytes) throws IOException {
        to.getOutputStream().write(bytes);
        to.getOutputStream().flush();
    }

    private boolean reset() throws IOException {
        client.setSoLinger(true, 0);
        server.setSoLinger(true, 0);
        close();
        return false;
    }
}
