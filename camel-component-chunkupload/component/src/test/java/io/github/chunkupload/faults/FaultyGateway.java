package io.github.chunkupload.faults;

import io.github.chunkupload.component.transport.CamelHttpTransport;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.HttpTransport;
import io.github.chunkupload.protocol.ClientSettings;
import io.github.chunkupload.protocol.ClientSettings.Addressing;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.testing.FaultPlan;
import io.github.chunkupload.testing.FaultProxy;
import io.github.chunkupload.testing.SocketServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.camel.impl.DefaultCamelContext;

/** A gateway over a disk, a line that strikes, and our client at its other end. */
public final class FaultyGateway implements AutoCloseable {

    static final String BUCKET = "examplebucket-1250000000";
    private static final String KEY_ID = "AKIDEXAMPLEKEY";
    private static final String SECRET = "EXAMPLESECRETKEY0123";
    private static final String REGION = "ap-guangzhou";
    private static final Credentials KEY = Credentials.of(KEY_ID, SECRET);
    private static final OptionalLong MIN_PART = OptionalLong.of(1000);
    private static final String PATIENCE_MILLIS = "700";

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Wire wire;
    private final DiskStore disk;
    private final WatchedStore watched;
    private final SocketServer server;
    private final FaultProxy proxy;
    private final HttpTransport transport;
    private final ObjectStore client;

    FaultyGateway(Wire wire, Path directory) {
        this.wire = wire;
        camel.start();
        disk = DiskStore.open(directory, new DiskSettings(Fsync.NEVER, Clock.systemUTC()));
        watched = new WatchedStore(disk);
        server = SocketServer.start(wire.protocol().server(caller -> watched, new ServerSettings(CredentialSource.of(KEY), false,
            Set.of(), BUCKET, Set.of("127.0.0.1"), "", wire.options(), MIN_PART, Clock.systemUTC())));
        proxy = FaultProxy.start(server.uri(), new InItsOwnWords(wire));
        transport = new CamelHttpTransport(camel, proxy.uri(), Map.of("responseTimeout", PATIENCE_MILLIS, "soTimeout", PATIENCE_MILLIS));
        client = wire.protocol().client(transport, new ClientSettings(proxy.uri(), Addressing.PATH, Optional.of(KEY), REGION, "",
            wire.options(), MIN_PART, Clock.systemUTC()));
    }

    private record InItsOwnWords(Wire wire) implements FaultProxy.Refusals {

        @Override
        public HttpReply busy(HttpHead head) {
            return wire.protocol().refuse(head, UploadException.builder(Failure.BUSY, "Slow down").retryAfter(Duration.ofSeconds(1))
                .build());
        }

        @Override
        public HttpReply failed(HttpHead head) {
            return wire.protocol().refuse(head, UploadException.of(Failure.UNAVAILABLE, "Try again"));
        }
    }

    ObjectStore client() {
        return client;
    }

    /** Returns the URI of a producer at the same end of the line as {@link #client()}. */
    String producer() {
        StringBuilder uri = new StringBuilder("chunkupload:" + wire.protocol().name() + ":" + BUCKET + "?endpoint=" + proxy.uri()
            + "&addressing=path&region=" + REGION + "&accessKey=" + KEY_ID + "&secretKey=" + SECRET + "&minPartSize="
            + MIN_PART.getAsLong() + "&http.responseTimeout=" + PATIENCE_MILLIS + "&http.soTimeout=" + PATIENCE_MILLIS);
        wire.options().forEach((name, value) -> uri.append("&protocol.").append(name).append('=').append(value));
        return uri.toString();
    }

    WatchedStore watched() {
        return watched;
    }

    /** Strikes from now on, and forgets what arrived before. */
    void play(FaultPlan plan) {
        watched.forget();
        proxy.play(plan);
    }

    /** Returns what is stored under {@code key}; empty: nothing. */
    Optional<byte[]> stored(ObjectRef object) throws IOException {
        try (Download download = disk.get(object, ByteRange.ALL, Access.NONE); InputStream in = download.body().open()) {
            return Optional.of(in.readAllBytes());
        } catch (UploadException e) {
            if (e.kind() != Failure.NO_SUCH_OBJECT) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /**
     * Returns the ids of the uploads of {@code object} that are open. Not among them are empty ones of a store that lets several be
     * open and does not tell in its list which is whose: one whose name was lost with an answer cannot be found again.
     */
    List<String> openUploads(ObjectRef object) {
        boolean nameless = wire == Wire.COS || wire == Wire.QINGSTOR;
        return disk.uploads(UploadQuery.of(object)).items().stream().map(UploadInfo::upload)
            .filter(upload -> !nameless || !disk.state(upload, -1, 1).parts().isEmpty())
            .map(UploadRef::uploadId).toList();
    }

    /** Ends an upload at the store itself, where not every protocol names uploads. */
    void abort(ObjectRef object, String uploadId) {
        disk.abort(new UploadRef(object, uploadId));
    }

    @Override
    public void close() {
        client.close();
        transport.close();
        proxy.close();
        server.close();
        disk.close();
        camel.stop();
    }
}
