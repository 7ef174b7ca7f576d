package io.github.chunkupload.component;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.protocol.cos.CosProtocol;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.testing.SocketServer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A COS server on a disk and a free port, with a line before it that may answer in its place, for producers that are to be tested. */
public final class StoreServer implements AutoCloseable {

    public static final String BUCKET = "photos-1250000000";
    /** Bytes of the parts that {@link #to} cuts. */
    public static final int PART = 1000;
    private static final Credentials KEY = Credentials.of("me", "s3cr+t/");

    private final DiskStore disk;
    private final SocketServer server;
    private volatile Line line = call -> Optional.empty();

    /** Answers in place of the server, or leaves it to it. */
    @FunctionalInterface
    public interface Line {

        Optional<HttpReply> answer(HttpCall call) throws InterruptedException;
    }

    public StoreServer(Path directory) {
        disk = DiskStore.open(directory, new DiskSettings(Fsync.NEVER, Clock.systemUTC()));
        var cos = new CosProtocol().server(caller -> disk, new ServerSettings(CredentialSource.of(KEY), false, Set.of(), BUCKET,
            Set.of("127.0.0.1"), "", Map.of(), OptionalLong.of(1), Clock.systemUTC()));
        server = SocketServer.start(call -> {
            try {
                return line.answer(call).orElseGet(() -> cos.handle(call));
            } catch (InterruptedException e) {
                throw SocketServer.hangUp();
            }
        });
    }

    public void line(Line now) {
        line = now;
    }

    /** Refuses for good every request that {@code which} names by a parameter of its query, with that method. */
    static Line refusing(String method, String parameter) {
        return call -> isOne(call, method, parameter) ? Optional.of(HttpReply.of(403, Headers.NONE)) : Optional.empty();
    }

    static boolean isOne(HttpCall call, String method, String parameter) {
        return call.head().method().equals(method) && call.head().query().has(parameter);
    }

    public static boolean isPart(HttpCall call) {
        return isOne(call, "PUT", "partNumber");
    }

    /** Returns the URI of a producer that cuts into parts of {@link #PART} bytes and has its journal below {@code directory}. */
    public String to(Path directory, String options) {
        return to("&journalDirectory=" + directory.resolve("journal") + options);
    }

    /** Returns the URI of a producer that cuts into parts of {@link #PART} bytes. */
    public String to(String options) {
        return "chunkupload:cos:" + BUCKET + "?endpoint=" + server.uri() + "&" + Node.KEYS + "&minPartSize=1&partSize=" + PART + options;
    }

    public DiskStore disk() {
        return disk;
    }

    public List<UploadInfo> uploads() {
        return disk.uploads(UploadQuery.prefix(BUCKET, "")).items();
    }

    public ObjectRef object(String key) {
        return new ObjectRef(BUCKET, key);
    }

    public static Optional<HttpReply> reply(int status) {
        return Optional.of(new HttpReply(status, Headers.NONE, Body.EMPTY));
    }

    @Override
    public void close() {
        server.close();
        disk.close();
    }
}
