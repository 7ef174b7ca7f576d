package io.github.chunkupload.protocol;

import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.HttpTransport;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What clients of all protocols do with a transport and with replies. A failing connection is {@link Failure#CONNECTION}. */
public final class Replies {

    private static final int MAX_MESSAGE = 300;

    private Replies() {
    }

    /**
     * Sends {@code call}.
     *
     * @throws UploadException with {@link Failure#CONNECTION} when there is no reply
     */
    public static HttpReply send(HttpTransport transport, HttpCall call) {
        try {
            return transport.send(call);
        } catch (IOException e) {
            throw connection(call.head().method() + " to " + call.head().authority() + " got no reply", e);
        }
    }

    /**
     * Reads a document of at most {@code limit} bytes and closes the reply. Blanks that a server sends to keep a connection alive are
     * skipped and do not count.
     *
     * @throws UploadException with {@link Failure#CONNECTION} when the connection breaks, {@link Failure#PROTOCOL} when there is more
     */
    public static byte[] document(HttpReply reply, int limit) {
        try (reply; InputStream in = reply.body().open()) {
            int first = in.read();
            while (first >= 0 && first <= ' ') {
                first = in.read();
            }
            if (first < 0) {
                return new byte[0];
            }
            byte[] rest = in.readNBytes(limit);
            if (rest.length == limit) {
                throw UploadException.builder(Failure.PROTOCOL, "The reply is longer than " + limit + " bytes")
                    .httpStatus(reply.status()).build();
            }
            byte[] document = new byte[rest.length + 1];
            document[0] = (byte) first;
            System.arraycopy(rest, 0, document, 1, rest.length);
            return document;
        } catch (IOException e) {
            throw connection("The reply broke off", e);
        }
    }

    /** Reads the body of an error, as far as {@code limit} bytes, and closes the reply. What cannot be read is left out. */
    public static byte[] errorBody(HttpReply reply, int limit) {
        try (reply; InputStream in = reply.body().open()) {
            return in.readNBytes(limit);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    /** Closes a reply whose body is of no interest. */
    public static void close(HttpReply reply) {
        try {
            reply.close();
        } catch (IOException e) {
            throw connection("The reply broke off", e);
        }
    }

    /** Returns the server's clock, where the reply tells it. */
    public static Optional<Instant> serverDate(HttpReply reply) {
        return reply.header("Date").flatMap(HttpDates::parseHeader);
    }

    /** Returns how long the reply asks to wait: a number of seconds or a date. */
    public static Optional<Duration> retryAfter(HttpReply reply, Clock clock) {
        if (reply.headers().number("Retry-After").isPresent()) {
            return Optional.of(Duration.ofSeconds(Math.min(86_400, reply.headers().number("Retry-After").getAsLong())));
        }
        return reply.header("Retry-After").flatMap(HttpDates::parseHeader)
            .map(date -> Duration.between(serverDate(reply).orElseGet(clock::instant), date))
            .filter(wait -> !wait.isNegative());
    }

    /**
     * Returns the words for a refusal: what was asked of which object, what the server said, and what the user had better look at.
     *
     * @param code the server's word for it, or empty
     * @param told what the server said in its own words, or empty
     */
    public static String refusal(String method, ObjectRef object, HttpReply reply, String code, String told, Failure kind) {
        String what = code.isEmpty() ? "status " + reply.status() : printable(code) + " (status " + reply.status() + ")";
        String advice = switch (kind) {
            case SIGNATURE_MISMATCH -> ". Is the secret key right?";
            case UNKNOWN_ACCESS_KEY -> ". Is the access key right, and one of this service?";
            case EXPIRED -> ". Is the clock of this machine right?";
            case NO_SUCH_BUCKET -> ". Are bucket, region and addressing right?";
            default -> "";
        };
        String words = method + " " + printable(object.toString()) + " was refused with " + what
            + (told.isEmpty() ? "" : ": " + printable(told));
        return advice.isEmpty() ? words : words.replaceFirst("\\.$", "") + advice;
    }

    /** Returns what a status without a readable code means; {@code missing} is what a 404 can only mean for the request. */
    public static Failure kind(int status, Failure missing) {
        return switch (status) {
            case 400 -> Failure.INVALID_ARGUMENT;
            case 401, 402, 403 -> Failure.FORBIDDEN;
            case 404 -> missing;
            case 405, 501 -> Failure.UNSUPPORTED;
            case 408 -> Failure.INCOMPLETE_BODY;
            case 409 -> Failure.CONFLICT;
            case 411 -> Failure.LENGTH_REQUIRED;
            case 412, 304 -> Failure.PRECONDITION_FAILED;
            case 413 -> Failure.TOO_LARGE;
            case 416 -> Failure.INVALID_RANGE;
            case 429 -> Failure.BUSY;
            case 500 -> Failure.INTERNAL;
            case 507 -> Failure.STORAGE_FULL;
            default -> status >= 500 ? Failure.UNAVAILABLE : Failure.PROTOCOL;
        };
    }

    /** Returns text of a server fit for a message of ours: one line, printable, not long. */
    public static String printable(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= MAX_MESSAGE ? line : line.substring(0, MAX_MESSAGE) + "…";
    }

    private static UploadException connection(String what, IOException e) {
        return UploadException.of(Failure.CONNECTION, what + ": " + e.getClass().getSimpleName(), e);
    }
}
