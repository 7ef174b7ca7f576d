package io.github.chunkupload.gateway;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one line for each request to the logger {@value #LOGGER}, at level INFO. A line is a list of {@code name=value} with no blank in
 * any value; what a client chose has everything but visible ASCII replaced, and no query, header or body is in it, so no signature or
 * token is.
 */
public final class AccessLog implements GatewayObserver {

    /** The name of the logger, to be given a level or a file of its own. */
    public static final String LOGGER = "io.github.chunkupload.access";

    private static final int LONGEST = 1024;
    private static final String NONE = "-";

    private final Logger log = LoggerFactory.getLogger(LOGGER);

    @Override
    public void answered(AnsweredRequest request) {
        if (log.isInfoEnabled()) {
            log.info("{}", line(request));
        }
    }

    static String line(AnsweredRequest request) {
        return "id=" + value(request.id()) + " peer=" + value(request.peer()) + " key=" + value(request.caller())
            + " protocol=" + value(request.protocol()) + " method=" + value(request.method()) + " path=" + value(request.path())
            + " status=" + request.status() + " failure=" + request.failure().map(Enum::name).orElse(NONE)
            + " in=" + request.bytesIn() + " out=" + request.bytesOut() + " ms=" + request.took().toMillis();
    }

    private static String value(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        StringBuilder printable = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(c -> printable.append(c > ' ' && c < 0x7F ? (char) c : '?'));
        return printable.append(text.length() > LONGEST ? "..." : "").toString();
    }
}
