package io.github.chunkupload.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rights as the clients of each protocol meet them. */
class SpokenRightsTest {

    private static final Credentials WRITER = Credentials.of("writer", "writers-secret");
    private static final Credentials READER = Credentials.of("reader", "readers-secret");
    /** What a client makes of the ways in which protocols tell that somebody is not let in. */
    private static final Set<Failure> REFUSED = Set.of(Failure.FORBIDDEN, Failure.UNAUTHENTICATED, Failure.UNKNOWN_ACCESS_KEY,
        Failure.SIGNATURE_MISMATCH);
    private static final byte[] CONTENT = new byte[2 * Spoken.PART + 1];

    @TempDir
    private Path directory;
    private Path users;
    private DiskStore disk;
    private CredentialsFile file;

    static {
        new Random(7).nextBytes(CONTENT);
    }

    @BeforeEach
    void open() throws IOException {
        users = directory.resolve("users");
        disk = DiskStore.open(directory.resolve("data"), DiskSettings.DEFAULT.withFsync(Fsync.NEVER));
        Files.writeString(users, """
            writer.secretKey = writers-secret
            writer.rights = write */in/
            reader.secretKey = readers-secret
            reader.rights = read */in/
            """);
        file = CredentialsFile.open(users);
    }

    @AfterEach
    void close() {
        disk.close();
    }

    private ObjectStore client(Spoken spoken, Credentials key) {
        HttpHandler server = spoken.server(new RightsBackend(caller -> disk, file.rights().orElseThrow()), file);
        return spoken.client(server, key);
    }

    private static ObjectRef object(String key) {
        return new ObjectRef(Spoken.BUCKET, key);
    }

    private static UploadRequest wish(ObjectStore store, ObjectRef object) {
        OpenUploads open = List.of(OpenUploads.values()).stream().filter(store.traits(Spoken.BUCKET).openUploads()::contains).findFirst()
            .orElseThrow();
        Checksums sha = Checksums.of(Digest.SHA1, DigestUtils.sha1Hex(CONTENT));
        UploadRequest wish = UploadRequest.of(object).withOpen(open).withSize(CONTENT.length).withPartSize(Spoken.PART)
            .withReplace(store.traits(Spoken.BUCKET).overwrites());
        return store.traits(Spoken.BUCKET).digestFirst().isEmpty() ? wish : wish.withKnown(sha);
    }

    private static void upload(ObjectStore store, ObjectRef object) {
        if (!(store.initiate(wish(store, object)) instanceof Admission.Open open)) {
            return;
        }
        List<PartReceipt> parts = new ArrayList<>();
        for (int index = 0; index * Spoken.PART < CONTENT.length; index++) {
            int offset = index * Spoken.PART;
            byte[] part = Arrays.copyOfRange(CONTENT, offset, Math.min(CONTENT.length, offset + Spoken.PART));
            parts.add(store.putPart(open.upload(), new PartSlot(index, offset, part.length), Body.of(part), Checks.NONE, Access.NONE));
        }
        store.complete(open.upload(), Completion.of(parts));
    }

    private Map<Path, Long> files() throws IOException {
        Map<Path, Long> sizes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory.resolve("data"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sizes.put(file, Files.size(file));
            }
        }
        return sizes;
    }

    private void forbidden(Spoken spoken, String what, ThrowingCallable call) {
        UploadException refusal = catchThrowableOfType(UploadException.class, call);
        assertThat(refusal).as("%s by %s", what, spoken).isNotNull();
        boolean shownNoUpload = spoken == Spoken.CAYMAN && refusal.kind() == Failure.NO_SUCH_UPLOAD;
        assertThat(shownNoUpload ? Failure.FORBIDDEN : refusal.kind()).as("%s by %s: %s", what, spoken, refusal)
            .isEqualTo(Failure.FORBIDDEN);
    }

    @ParameterizedTest
    @EnumSource
    void aWriterUploadsAndResumesButNeitherReadsNorDeletes(Spoken spoken) {
        ObjectStore writer = client(spoken, WRITER);
        upload(writer, object("in/a"));
        assertThat(writer.head(object("in/a"), Access.NONE).size()).isEqualTo(CONTENT.length);
        assertThat(disk.head(object("in/a"), Access.NONE).size()).isEqualTo(CONTENT.length);
        forbidden(spoken, "get", () -> writer.get(object("in/a"), ByteRange.ALL, Access.NONE));
        if (writer.traits(Spoken.BUCKET).deletes()) {
            forbidden(spoken, "delete", () -> writer.delete(object("in/a")));
        }
        if (writer.traits(Spoken.BUCKET).listsUploads() && spoken != Spoken.CAYMAN) {
            forbidden(spoken, "uploads", () -> writer.uploads(UploadQuery.prefix(Spoken.BUCKET, "")));
        }
        forbidden(spoken, "initiate elsewhere", () -> writer.initiate(wish(writer, object("out/a"))));
        assertThat(disk.uploads(UploadQuery.prefix(Spoken.BUCKET, "")).items()).isEmpty();
    }

    @Test
    void aCaymanObjectThatMayNotBeRemovedStaysUnfinishedAsItWas() {
        ObjectStore writer = client(Spoken.CAYMAN, WRITER);
        writer.initiate(wish(writer, object("in/a")));
        forbidden(Spoken.CAYMAN, "remove", () -> writer.delete(object("in/a")));
        assertThat(disk.uploads(UploadQuery.of(object("in/a"))).items()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void aReaderReadsButDoesNotWrite(Spoken spoken) throws IOException {
        upload(client(spoken, WRITER), object("in/a"));
        ObjectStore reader = client(spoken, READER);
        try (Download download = reader.get(object("in/a"), ByteRange.ALL, Access.NONE); InputStream in = download.body().open()) {
            assertThat(in.readAllBytes()).isEqualTo(CONTENT);
        }
        assertThat(reader.head(object("in/a"), Access.NONE).size()).isEqualTo(CONTENT.length);
        forbidden(spoken, "initiate", () -> reader.initiate(wish(reader, object("in/b"))));
        if (reader.traits(Spoken.BUCKET).deletes()) {
            forbidden(spoken, "delete", () -> reader.delete(object("in/a")));
        }
        Admission.Open open = (Admission.Open) client(spoken, WRITER).initiate(wish(client(spoken, WRITER), object("in/c")));
        AtomicBoolean opened = new AtomicBoolean();
        Map<Path, Long> before = files();
        forbidden(spoken, "putPart", () -> reader.putPart(open.upload(), new PartSlot(0, 0, Spoken.PART),
            Spoken.watched(Arrays.copyOf(CONTENT, Spoken.PART), () -> opened.set(true)), Checks.NONE, Access.NONE));
        if (spoken.sendsPlainBodies()) {
            assertThat(opened).as("the body was asked for by %s", spoken).isFalse();
        }
        assertThat(files()).as("files of the store after a part that was refused by %s", spoken).isEqualTo(before);
        List<PartReceipt> parts = IntStream.range(0, 3).mapToObj(index -> PartReceipt.of(
            new PartSlot(index, index * Spoken.PART, index == 2 ? 1 : Spoken.PART), "0".repeat(32), Checksums.NONE)).toList();
        forbidden(spoken, "complete", () -> reader.complete(open.upload(), Completion.of(parts)));
        assertThat(disk.uploads(UploadQuery.of(object("in/c"))).items()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void keysAndRightsChangeWithoutARestart(Spoken spoken) throws IOException {
        ObjectStore writer = client(spoken, WRITER);
        upload(writer, object("in/a"));
        Files.writeString(users, "reader.secretKey = readers-secret\nreader.rights = all *\n");
        UploadException unknown = catchThrowableOfType(UploadException.class, () -> writer.initiate(wish(writer, object("in/b"))));
        assertThat(unknown.kind()).as(unknown.toString()).isIn(REFUSED);
        upload(client(spoken, READER), object("in/b"));
    }

    @ParameterizedTest
    @EnumSource
    void callersWithoutCredentialsMayDoWhatTheFileSaysAndNothingElse(Spoken spoken) throws IOException {
        upload(client(spoken, WRITER), object("in/a"));
        ObjectStore nobody = client(spoken, null);
        ThrowingCallable read = () -> nobody.get(object("in/a"), ByteRange.ALL, Access.NONE);
        assertThat(catchThrowableOfType(UploadException.class, read).kind()).as("%s", spoken)
            .isIn(REFUSED);
        Files.writeString(users, Files.readString(users) + "anonymous.rights = read */in/\n");
        try (Download download = nobody.get(object("in/a"), ByteRange.ALL, Access.NONE)) {
            assertThat(download.info().size()).isEqualTo(CONTENT.length);
        }
        assertThat(catchThrowableOfType(UploadException.class, () -> nobody.initiate(wish(nobody, object("in/b")))).kind())
            .isIn(REFUSED);
        assertThat(disk.uploads(UploadQuery.prefix(Spoken.BUCKET, "")).items()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void callersWithoutCredentialsWriteOnlyWhereTheFileSaysSo(Spoken spoken) throws IOException {
        ObjectStore nobody = client(spoken, null);
        ThrowingCallable write = () -> nobody.initiate(wish(nobody, object("drop/a")));
        assertThat(catchThrowableOfType(UploadException.class, write).kind()).as("%s", spoken).isIn(REFUSED);
        Files.writeString(users, Files.readString(users) + "anonymous.rights = write */drop/\n");
        upload(nobody, object("drop/a"));
        assertThat(disk.head(object("drop/a"), Access.NONE).size()).isEqualTo(CONTENT.length);
        ThrowingCallable elsewhere = () -> nobody.initiate(wish(nobody, object("in/a")));
        assertThat(catchThrowableOfType(UploadException.class, elsewhere).kind()).as("%s", spoken).isIn(REFUSED);
        ThrowingCallable read = () -> nobody.get(object("drop/a"), ByteRange.ALL, Access.NONE);
        assertThat(catchThrowableOfType(UploadException.class, read).kind()).as("%s", spoken).isIn(REFUSED);
        assertThat(disk.uploads(UploadQuery.prefix(Spoken.BUCKET, "")).items()).isEmpty();
    }
}
