package io.github.chunkupload.examples.gateway.page;

import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.Protocol;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/** A page at {@code /} that uploads and shows how the gateway is. Its users sign in with a key and get tokens that are good for minutes. */
public final class Page {

    private final Sessions sessions;
    private final SignIn signIn;
    private final Optional<Credentials> key;
    private final PageStatus status;
    private final String bucket;

    /**
     * Makes the page.
     *
     * @param key of those who may sign in; empty: everybody may use the page
     * @param tokenLife how long a token lets in; the page has it renewed while it is open
     * @param bucket where the page uploads to unless its user writes another
     * @param context whose gateway is shown
     */
    public Page(Optional<Credentials> key, Duration tokenLife, String bucket, Supplier<CamelContext> context) {
        Clock clock = Clock.systemUTC();
        this.key = key;
        this.sessions = new Sessions(clock, tokenLife);
        this.signIn = new SignIn(clock, key, sessions);
        this.status = new PageStatus(context);
        this.bucket = bucket;
    }

    /** Returns what serves the page, for the registry of the context. */
    public Protocol protocol() {
        return new PageProtocol(new PageServer(sessions, signIn, status, bucket));
    }

    /** Returns who may come in: the key, and the bearers of the page's tokens. */
    public CredentialSource credentials() {
        CredentialSource keys = key.map(CredentialSource::of).orElse(CredentialSource.of());
        return new CredentialSource() {

            @Override
            public Optional<Credentials> find(String accessKey) {
                return keys.find(accessKey);
            }

            @Override
            public Optional<Tokens> tokens() {
                return Optional.of(sessions::user);
            }
        };
    }
}
