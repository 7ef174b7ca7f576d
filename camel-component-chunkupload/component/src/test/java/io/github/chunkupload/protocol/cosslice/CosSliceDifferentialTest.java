package io.github.chunkupload.protocol.cosslice;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.checksum.Hasher;
import io.github.chunkupload.component.transport.CamelHttpTransport;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.protocol.ClientSettings;
import io.github.chunkupload.protocol.ClientSettings.Addressing;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.testing.RecordingServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares each request of our client, field by field, with the one that the vendor's SDK of the same dialect sends for the same purpose.
 * Every difference is listed with its reason; one that is not listed fails, and so does a listed one that is gone.
 */
@Timeout(120)
class CosSliceDifferentialTest {

    private static final Credentials KEY = Credentials.of("AKIDEXAMPLEKEY", "EXAMPLESECRETKEY0123");
    private static final String BUCKET = "examplebucket-1250000000";
    private static final ObjectRef SMALL = new ObjectRef(BUCKET, "dir one/a+b~.txt");
    private static final ObjectRef LARGE = new ObjectRef(BUCKET, "big.bin");
    private static final int SLICE = 1 << 20;

    /** Differences that every request may have, by the fact they are about. */
    private static final Map<String, String> ALWAYS = Map.of(
        "header connection", "keeping it is the default of HTTP/1.1",
        "header user-agent", "each names itself",
        "header accept", "JSON is the only answer there is",
        "header accept-encoding", "answers are short, and what is compressed has no length",
        "headers of a text part", "texts are UTF-8 without being said to be",
        "headers of a file part", "RFC 7578 names no transfer encoding for HTTP",
        "spelling of filecontent", "the vendor's page spells it in lower case",
        "field biz_attr", "ours keeps no attributes, and says nothing rather than an empty text");

    @TempDir
    private Path directory;
    private CamelContext camel;

    @BeforeEach
    void start() {
        camel = new DefaultCamelContext();
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void ofFilesV1() throws Exception {
        byte[] small = random(5000);
        byte[] large = random(2_500_000);
        Map<String, SpokenRequest> vendor = recorded(1, server -> SliceSdk.run("cos-api-3", "CosApi3Program", directory, List.of(),
            "http://127.0.0.1:" + server.port() + "/files/v1", write("small", small), write("large", large)));
        Map<String, SpokenRequest> ours = recorded(1, server -> {
            ObjectStore client = client(server, "v1");
            client.put(known(SMALL, small).withReplace(false), Body.of(small), Checks.NONE);
            Admission.Open open = (Admission.Open) client.initiate(known(LARGE, large).withReplace(false));
            slices(client, open, large, Checks.NONE);
            rest(client);
        });

        compare(vendor, ours, Map.of(
            "upload path", "the SDK writes a blank as + and encodes the tilde; the server decodes both alike",
            "upload sign f", "the same, in the signature"));
    }

    @Test
    void ofFilesV2() throws Exception {
        byte[] small = random(5000);
        byte[] large = random(2_500_000);
        Map<String, SpokenRequest> vendor = recorded(2, server -> SliceSdk.run("cos-api-4", "CosApi4Program", directory, List.of(),
            String.valueOf(server.port()), KEY.secretKey(), "upload," + "/dir one/a+b~.txt," + write("small", small) + ",NO_OVER_WRITE",
            "slices,/big.bin," + write("large", large) + ",NO_OVER_WRITE,true", "stat,/big.bin", "delete,/big.bin", "stat,/big.bin"));
        Map<String, SpokenRequest> ours = recorded(2, server -> {
            ObjectStore client = client(server, "v2");
            client.put(known(SMALL, small).withReplace(false), Body.of(small), Checks.NONE);
            Admission.Open open = (Admission.Open) client.initiate(known(LARGE, large).withReplace(false));
            slices(client, open, large, Checks.NONE);
            client.complete(open.upload(), Completion.ALL);
            rest(client);
        });

        compare(vendor, ours, Map.of(
            "upload path", "the SDK encodes the tilde, which need not be; the server decodes it",
            "upload sign f", "the same, in the signature",
            "upload_slice_init field uploadparts", "the digests of several pieces need another reading of the file"));
    }

    private interface Talk {

        void with(RecordingServer server) throws Exception;
    }

    private Map<String, SpokenRequest> recorded(int version, Talk talk) throws Exception {
        Map<String, SpokenRequest> requests = new TreeMap<>();
        Path data = Files.createTempDirectory(directory, "store" + version);
        try (ObjectStore disk = DiskStore.open(data, DiskSettings.DEFAULT.withFsync(Fsync.NEVER));
                RecordingServer server = RecordingServer.start(new CosSliceProtocol().server(caller -> disk, new ServerSettings(
                    CredentialSource.of(KEY), false, Set.of(), "", Set.of(), "", Map.of(), OptionalLong.empty(), Clock.systemUTC())))) {
            talk.with(server);
            server.requests().stream().map(SpokenRequest::of).forEach(request -> requests.putIfAbsent(request.name(), request));
        }
        return requests;
    }

    private ObjectStore client(RecordingServer server, String dialect) {
        return new CosSliceProtocol().client(new CamelHttpTransport(camel, server.uri(), Map.of()), new ClientSettings(server.uri(),
            Addressing.PATH, Optional.of(KEY), "", "", Map.of("dialect", dialect), OptionalLong.empty(), Clock.systemUTC()));
    }

    private static UploadRequest known(ObjectRef object, byte[] content) {
        Hasher sha = Digest.SHA1.hasher();
        sha.update(content, 0, content.length);
        return UploadRequest.of(object).withSize(content.length).withKnown(Checksums.of(Digest.SHA1, sha.finish()))
            .withOpen(OpenUploads.JOIN);
    }

    private static void slices(ObjectStore client, Admission.Open open, byte[] content, Checks checks) {
        for (int offset = 0; offset < content.length; offset += SLICE) {
            byte[] slice = Arrays.copyOfRange(content, offset, Math.min(content.length, offset + SLICE));
            client.putPart(open.upload(), new PartSlot(offset / SLICE, offset, slice.length), Body.of(slice), checks, Access.NONE);
        }
    }

    private static void rest(ObjectStore client) {
        client.head(LARGE, Access.NONE);
        client.delete(LARGE);
        try {
            client.head(LARGE, Access.NONE);
        } catch (UploadException e) {
            assertThat(e.kind()).isEqualTo(Failure.NO_SUCH_OBJECT);
        }
    }

    private static void compare(Map<String, SpokenRequest> vendor, Map<String, SpokenRequest> ours, Map<String, String> listed) {
        assertThat(ours.keySet()).as("operations").isEqualTo(vendor.keySet());
        Set<String> unlisted = new TreeSet<>();
        Set<String> gone = new TreeSet<>(listed.keySet());
        gone.addAll(ALWAYS.keySet());
        for (String name : vendor.keySet()) {
            Map<String, String> theirs = new HashMap<>(vendor.get(name).facts());
            Set<String> facts = new TreeSet<>(theirs.keySet());
            facts.addAll(ours.get(name).facts().keySet());
            for (String fact : facts) {
                String here = ours.get(name).facts().get(fact);
                String there = theirs.get(fact);
                boolean same = here == null ? there == null : here.equals(there);
                if (!same) {
                    gone.removeAll(Set.of(fact, name + " " + fact));
                }
                if (!same && !listed.containsKey(name + " " + fact) && !ALWAYS.containsKey(fact)) {
                    unlisted.add(name + " " + fact + ": ours " + here + ", theirs " + there);
                }
            }
        }
        assertThat(unlisted).as("differences without a reason").isEmpty();
        assertThat(gone).as("listed differences that are gone").isEmpty();
    }

    private String write(String name, byte[] bytes) throws Exception {
        return Files.write(directory.resolve(name), bytes).toString();
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
