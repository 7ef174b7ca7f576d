package io.github.chunkupload.protocol.cayman;

import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.testing.Requests;
import io.github.chunkupload.testing.Requests.Reply;
import io.github.chunkupload.testing.SocketServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A server of ours over a disk, and raw requests to it. */
final class CaymanFixture implements AutoCloseable {

    static final String BUCKET = "bucket-z";
    static final Credentials KEY = Credentials.of("DATATOMtestkey0001", "cayman-secret-0001");
    /** The vendor page's own token. */
    static final String TOKEN = "M2VlODJmMmItMzI0NC00ZDc2LWFhMDYtNjQ1Yzc5ODc1NjVl";

    private final DiskStore disk;
    private final HttpHandler handler;
    private final SocketServer server;

    CaymanFixture(Path directory, boolean anonymous, Map<String, String> options) {
        this(directory, anonymous, options, disk -> disk);
    }

    /** As the other, with a store in front of the disk. */
    CaymanFixture(Path directory, boolean anonymous, Map<String, String> options, UnaryOperator<ObjectStore> decorator) {
        disk = DiskStore.open(directory, new DiskSettings(Fsync.NEVER, Clock.systemUTC()));
        CredentialSource known = CredentialSource.of(KEY).withTokens(Map.of(TOKEN, "alice"));
        handler = handler(decorator.apply(disk), new ServerSettings(known, anonymous, Set.of(BUCKET), BUCKET,
            Set.of(), "", options, OptionalLong.empty(), Clock.systemUTC()));
        server = SocketServer.start(handler);
    }

    /** Returns what answers the requests. */
    HttpHandler handler() {
        return handler;
    }

    private static HttpHandler handler(ObjectStore store, ServerSettings settings) {
        return new CaymanProtocol().server(caller -> store, settings);
    }

    SocketServer server() {
        return server;
    }

    /** Sends a form whose parts are given as they stand between the boundaries, and returns the reply. */
    Reply multipart(String path, String... parts) throws IOException {
        return post(path, "Content-Type: multipart/form-data; boundary=B\r\n",
            "--B\r\n" + String.join("\r\n--B\r\n", parts) + "\r\n--B--\r\n");
    }

    Reply urlencoded(String path, String form) throws IOException {
        return post(path, "Content-Type: application/x-www-form-urlencoded\r\n", form);
    }

    Reply post(String path, String headers, String body) throws IOException {
        return Requests.exchange(server.uri(), "POST " + path + " HTTP/1.1\r\nHost: h\r\n" + headers + "Content-Length: " + body.length()
            + "\r\n\r\n" + body);
    }

    /** Returns a plain field of a form. */
    static String field(String name, String value) {
        return "Content-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value;
    }

    /** Returns a block of a form as the manual has it. */
    static String data(String bytes) {
        return "Content-Disposition: form-data; name=\"PostData\"; filename=\"block\"\r\n"
            + "Content-Type: application/octet-stream\r\n\r\n" + bytes;
    }

    /** Creates an object. */
    void create(String key) throws IOException {
        urlencoded("/api/cayman/store/object/create", "bucket=" + BUCKET + "&objectid=" + key);
    }

    /** Writes a block as the manual has it. */
    Reply write(String key, long offset, String bytes) throws IOException {
        return multipart("/api/cayman/store/object/write", field("bucket", BUCKET), field("objectid", key),
            field("offset", String.valueOf(offset)), field("len", String.valueOf(bytes.length())), data(bytes));
    }

    Reply call(String operation, String key) throws IOException {
        return urlencoded("/api/cayman/store/object/" + operation, "bucket=" + BUCKET + "&objectid=" + key);
    }

    /** Returns the bytes of a finished object, as characters. */
    String stored(String key) throws IOException {
        try (Download download = disk.get(new ObjectRef(BUCKET, key), ByteRange.ALL, Access.NONE);
                InputStream in = download.body().open()) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Override
    public void close() {
        server.close();
        disk.close();
    }
}
