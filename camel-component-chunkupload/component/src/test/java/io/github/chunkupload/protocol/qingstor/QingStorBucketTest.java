package io.github.chunkupload.protocol.qingstor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.qingstor.sdk.config.EnvContext;
import com.qingstor.sdk.model.OutputModel;
import com.qingstor.sdk.service.Bucket;
import com.qingstor.sdk.service.QingStor;
import com.qingstor.sdk.service.Types;
import io.github.chunkupload.body.Body;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ForwardingStore;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.testing.Requests;
import io.github.chunkupload.testing.Requests.Reply;
import io.github.chunkupload.testing.SocketServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Buckets, their lists, and who may use them without credentials: the vendor's Java SDK 2.6.5 and raw requests at our server. */
class QingStorBucketTest {

    private static final Credentials READER = Credentials.of("READERKEY", "reader/secret");

    @TempDir
    private Path directory;
    private DiskStore disk;
    private SocketServer server;

    @BeforeEach
    void open() {
        disk = DiskStore.open(directory, DiskSettings.DEFAULT.withFsync(Fsync.NEVER));
        server = serve(Set.of());
    }

    @AfterEach
    void close() {
        server.close();
        disk.close();
    }

    /** Serves a bucket that anybody may write, one that anybody may read, and others; the reader's key may not write anywhere. */
    private SocketServer serve(Set<String> buckets) {
        ServerSettings settings = new ServerSettings(CredentialSource.of(QingStorFixture.KEY, READER), false, buckets, "",
            Set.of("127.0.0.1"), "", Map.of("anonymousWrite", "dropbox", "anonymousRead", "library"), OptionalLong.empty(),
            Clock.systemUTC());
        return SocketServer.start(new QingStorProtocol().server(
            caller -> caller.accessKey().equals(READER.accessKey()) ? new ReadOnly(disk) : disk, settings));
    }

    @Test
    void listsObjectsForTheVendorsSdk() throws Exception {
        for (String key : List.of("a", "dir/b", "dir/c", "z 中")) {
            make("library", key, key.length());
        }
        Bucket.ListObjectsInput input = new Bucket.ListObjectsInput();
        input.setDelimiter("/");
        input.setLimit(2);
        Bucket.ListObjectsOutput first = bucket("library").listObjects(input);
        input.setMarker(first.getNextMarker());
        Bucket.ListObjectsOutput second = bucket("library").listObjects(input);

        succeeded(200, first);
        assertThat(first.getKeys()).extracting(Types.KeyModel::getKey).containsExactly("a");
        assertThat(first.getCommonPrefixes()).containsExactly("dir/");
        assertThat(first.getHasMore()).isTrue();
        assertThat(first.getName()).isEqualTo("library");
        assertThat(first.getLimit()).isEqualTo(2);
        assertThat(first.getOwner().getID()).isNotEmpty();
        assertThat(second.getKeys()).extracting(Types.KeyModel::getKey).containsExactly("z 中");
        assertThat(second.getHasMore()).isFalse();
        assertThat(second.getNextMarker()).isEmpty();
        Types.KeyModel key = first.getKeys().get(0);
        assertThat(key.getSize()).isEqualTo(1);
        assertThat(key.getMimeType()).isEqualTo("text/x");
        assertThat(key.getStorageClass()).isEqualTo("STANDARD");
        assertThat(key.getCreated()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.000Z");
        assertThat(key.getModified().longValue()).isBetween(Instant.now().getEpochSecond() - 60, Instant.now().getEpochSecond());
        Bucket.HeadObjectOutput head = bucket("library").headObject("a", new Bucket.HeadObjectInput());
        assertThat(key.getEtag()).as("with the quotes, unlike the list of parts").isEqualTo(head.getETag()).startsWith("\"");
    }

    @Test
    void makesListsAndRemovesBucketsForTheVendorsSdk() throws Exception {
        Bucket bucket = bucket("newbucket");
        assertThat(bucket.head().getStatueCode()).isEqualTo(404);
        refused(404, "bucket_not_exists", bucket.getStatistics());
        succeeded(201, bucket.put());
        refused(409, "bucket_already_exists", bucket.put());
        succeeded(200, bucket.head());
        QingStor.ListBucketsOutput list = service(QingStorFixture.KEY).listBuckets(new QingStor.ListBucketsInput());
        succeeded(200, list);
        assertThat(list.getCount()).isEqualTo(1);
        assertThat(list.getBuckets()).extracting(Types.BucketModel::getName).containsExactly("newbucket");
        assertThat(list.getBuckets().get(0).getCreated()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.000Z");
        make("newbucket", "k", 3);
        refused(409, "bucket_not_empty", bucket.delete());
        succeeded(204, bucket.deleteObject("k", new Bucket.DeleteObjectInput()));
        succeeded(204, bucket.delete());
        refused(404, "bucket_not_exists", bucket.delete());
    }

    @Test
    void countsWhatIsInABucket() throws Exception {
        for (int i = 0; i < 5; i++) {
            make("library", "k" + i, 100);
        }
        Bucket.GetBucketStatisticsOutput statistics = bucket("library").getStatistics();

        succeeded(200, statistics);
        assertThat(statistics.getCount()).isEqualTo(5);
        assertThat(statistics.getSize()).isEqualTo(500);
        assertThat(statistics.getStatus()).isEqualTo("active");
        assertThat(statistics.getName()).isEqualTo("library");
    }

    @Test
    void bucketsOfTheConfigurationAreThereAndStay() throws Exception {
        try (SocketServer fixed = serve(Set.of("library", "dropbox"))) {
            Bucket bucket = bucket("dropbox", QingStorFixture.KEY, fixed);
            succeeded(200, bucket.head());
            refused(409, "bucket_already_exists", bucket.put());
            refused(403, "permission_denied", bucket.delete());
            refused(404, "bucket_not_exists", bucket("otherbucket", QingStorFixture.KEY, fixed).put());
            QingStor.ListBucketsOutput list = service(QingStorFixture.KEY, fixed).listBuckets(new QingStor.ListBucketsInput());
            assertThat(list.getBuckets()).extracting(Types.BucketModel::getName).containsExactly("dropbox", "library");
        }
    }

    @Test
    void aStoreThatKnowsNeitherListsNorBucketsSaysSo() throws Exception {
        ObjectStore plain = new ForwardingStore(disk) {
            @Override
            public <C> Optional<C> capability(Class<C> type) {
                return Optional.empty();
            }
        };
        try (SocketServer other = SocketServer.start(new QingStorProtocol().server(caller -> plain,
                QingStorFixture.serverSettings(Map.of())))) {
            Bucket bucket = bucket("library", QingStorFixture.KEY, other);
            refused(405, "method_not_allowed", bucket.listObjects(new Bucket.ListObjectsInput()));
            refused(405, "method_not_allowed", bucket.getStatistics());
            refused(405, "method_not_allowed", bucket.delete());
            refused(405, "method_not_allowed", service(QingStorFixture.KEY, other).listBuckets(new QingStor.ListBucketsInput()));
            refused(409, "bucket_already_exists", bucket.put());
            succeeded(200, bucket.head());
        }
    }

    @Test
    void tellsWhatIsOpenToAllAndLetsNoRequestChangeIt() throws Exception {
        make("dropbox", "k", 1);
        Bucket.GetBucketACLOutput acl = bucket("dropbox").getACL();
        make("closed", "k", 1);
        Bucket.GetBucketACLOutput closed = bucket("closed").getACL();
        Bucket.PutBucketACLInput change = new Bucket.PutBucketACLInput();
        change.setACL(acl.getACL());

        succeeded(200, acl);
        assertThat(acl.getACL()).extracting(Types.ACLModel::getPermission).containsExactly("FULL_CONTROL", "WRITE");
        assertThat(acl.getACL().get(1).getGrantee().getType()).isEqualTo("group");
        assertThat(acl.getACL().get(1).getGrantee().getName()).isEqualTo("QS_ALL_USERS");
        assertThat(closed.getACL()).extracting(Types.ACLModel::getPermission).containsExactly("FULL_CONTROL");
        refused(405, "method_not_allowed", bucket("closed").putACL(change));
        refused(403, "permission_denied", bucket("closed", Credentials.of("whoever", ""), server)
            .initiateMultipartUpload("k", new Bucket.InitiateMultipartUploadInput()));
    }

    @ParameterizedTest
    @CsvSource({"POST /dropbox/k?uploads, 200", "PUT /dropbox/k, 201", "GET /dropbox/there, 403", "HEAD /dropbox/there, 403",
        "GET /dropbox/k?upload_id=x, 403", "PUT /dropbox/k?part_number=0&upload_id=x, 404", "POST /dropbox/k?upload_id=x, 404",
        "DELETE /dropbox/k?upload_id=x, 204", "DELETE /dropbox/there, 403", "GET /dropbox, 403", "GET /dropbox?uploads, 403",
        "GET /dropbox?stats, 403", "GET /dropbox?acl, 403", "PUT /dropbox, 403", "DELETE /dropbox, 403", "HEAD /dropbox, 200",
        "GET /library/there, 200", "HEAD /library/there, 200", "GET /library/k?upload_id=x, 404", "POST /library/k?uploads, 403",
        "PUT /library/k, 403", "PUT /library/k?part_number=0&upload_id=x, 403", "DELETE /library/k?upload_id=x, 403",
        "POST /library/k?upload_id=x, 403",
        "GET /library, 403", "HEAD /library, 200", "GET /closed/there, 403", "HEAD /closed, 403", "POST /closed/k?uploads, 403",
        "GET /, 403"})
    void anonymousCallersMayDoWhatTheBucketGrants(String request, int status) throws Exception {
        for (String bucket : List.of("dropbox", "library", "closed")) {
            make(bucket, "there", 1);
        }
        String body = request.startsWith("POST /dropbox/k?upload_id") ? "{\"object_parts\":[{\"part_number\":0}]}" : "";
        String text = request + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        try (Requests requests = Requests.to(server.uri()).send(text)) {
            Reply reply = request.startsWith("HEAD") ? requests.replyToHead() : requests.reply();

            assertThat(reply.status()).as(reply.text()).isEqualTo(status);
            if (status == 403 && !request.startsWith("HEAD")) {
                JsonNode error = QingStorJson.parse(reply.body());
                assertThat(error.path("code").asText()).isEqualTo("permission_denied");
            }
        }
    }

    @Test
    void anAuthenticatedCallerWhoMayNotWriteIsRefusedWhereAnonymousOnesMay() throws Exception {
        Bucket.InitiateMultipartUploadInput input = new Bucket.InitiateMultipartUploadInput();
        succeeded(200, bucket("dropbox", Credentials.of("whoever", ""), server).initiateMultipartUpload("k", input));

        refused(403, "permission_denied", bucket("dropbox", READER, server).initiateMultipartUpload("k", input));
        refused(401, "signature_not_matched", bucket("dropbox", Credentials.of(READER.accessKey(), "wrong"), server)
            .initiateMultipartUpload("k", input));
    }

    @Test
    void refusesConfigurationThatNamesNoBucket() {
        QingStorProtocol protocol = new QingStorProtocol();
        ServerSettings wrong = QingStorFixture.serverSettings(Map.of("anonymousWrite", "dropbox, Not_A_Bucket"));
        ServerSettings foreign = new ServerSettings(CredentialSource.of(), false, Set.of("library"), "", Set.of(), "",
            Map.of("anonymousRead", "dropbox"), OptionalLong.empty(), Clock.systemUTC());

        assertThatIllegalArgumentException().isThrownBy(() -> protocol.server(caller -> disk, wrong)).withMessageContaining("Not_A_Bucket");
        assertThatIllegalArgumentException().isThrownBy(() -> protocol.server(caller -> disk, foreign)).withMessageContaining("dropbox");
    }

    private void make(String bucket, String key, int size) {
        disk.put(UploadRequest.of(new ObjectRef(bucket, key)).withMetadata(Metadata.NONE.withHeader("content-type", "text/x")),
            Body.of(new byte[size]), Checks.NONE);
    }

    private Bucket bucket(String name) throws Exception {
        return bucket(name, QingStorFixture.KEY, server);
    }

    private static Bucket bucket(String name, Credentials key, SocketServer at) throws Exception {
        return service(key, at).getBucket(name, null);
    }

    private QingStor service(Credentials key) throws Exception {
        return service(key, server);
    }

    private static QingStor service(Credentials key, SocketServer at) throws Exception {
        EnvContext env = new EnvContext(key.accessKey(), key.secretKey());
        env.setEndpoint(at.uri().toString());
        return new QingStor(env);
    }

    private static void succeeded(int status, OutputModel output) {
        assertThat(output.getStatueCode()).as("%s %s", output.getCode(), output.getMessage()).isEqualTo(status);
    }

    private static void refused(int status, String code, OutputModel output) {
        assertThat(output.getCode()).as(output.getMessage()).isEqualTo(code);
        assertThat(output.getStatueCode()).isEqualTo(status);
    }

    /** The store for a caller who may read only. */
    private static final class ReadOnly extends ForwardingStore {

        ReadOnly(ObjectStore store) {
            super(store);
        }

        @Override
        public Admission initiate(UploadRequest request) {
            throw UploadException.of(Failure.FORBIDDEN, "You may only read");
        }

        @Override
        public ObjectReceipt put(UploadRequest request, Body body, Checks checks) {
            throw UploadException.of(Failure.FORBIDDEN, "You may only read");
        }
    }
}
