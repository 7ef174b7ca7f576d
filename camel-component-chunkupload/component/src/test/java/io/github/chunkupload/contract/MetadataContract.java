package io.github.chunkupload.contract;

import static io.github.chunkupload.contract.Refusals.absent;
import static io.github.chunkupload.contract.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.UploadRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is promised of metadata: it comes back as it was given, or it is refused by name. */
interface MetadataContract extends StoreUnderTest {

    @Test
    default void keepsMetadataWithAnObjectMadeOfParts() throws Exception {
        UploadRequest request = request(object("parts")).withMetadata(kept());
        Sending.open(this, request, Content.random(141, partSize() * 2)).sendAll().finishAndCompare();
        hasMetadata(request);
    }

    @Test
    default void keepsMetadataWithAnObjectMadeAtOnce() throws Exception {
        UploadRequest request = request(object("at once")).withMetadata(kept());
        make(request, Content.random(142, 500));
        hasMetadata(request);
        UploadRequest bare = request(object("at once")).withMetadata(Metadata.NONE);
        if (traits().overwrites()) {
            make(bare, Content.random(143, 500));
            assertThat(store().head(bare.object(), Access.NONE).metadata().user()).as("metadata of the replaced object").isEmpty();
        }
    }

    @Test
    default void refusesMetadataThatItWouldNotKeep() throws Exception {
        UploadRequest request = request(object("all of it")).withMetadata(plain());
        if (traits().metadata().keeps(plain())) {
            make(request, Content.random(145, 500));
            hasMetadata(request);
            return;
        }
        refused(Failure.INVALID_METADATA, () -> Sending.open(this, request, Content.random(145, partSize())));
        refused(traits().maxPut() == 0 ? Failure.UNSUPPORTED : Failure.INVALID_METADATA,
            () -> store().put(Sending.prepared(this, request, new byte[10]), Bodies.untouchable(10), Checks.NONE));
        absent(store(), request.object());
    }

    @Test
    default void neverChangesAwkwardMetadataSilently() throws Exception {
        List<String> values = List.of("中文 – ü", "line\r\nx-injected: 1", " blanks around ", "", "tab\there", "\u0001", "x".repeat(1500),
            "%41%0d%0a", "a=b;c,d\"e\"");
        for (int i = 0; i < values.size(); i++) {
            UploadRequest request = request(object("awkward " + i)).withMetadata(Metadata.NONE.withUser("note", values.get(i)));
            Race.Outcome<ObjectReceipt> outcome = Race.outcome(() -> make(request, Content.random(144, 100)));
            if (outcome.value().isPresent()) {
                hasMetadata(request);
            } else {
                assertThat(outcome.kind()).as("refusal of value %s", i).isEqualTo(Failure.INVALID_METADATA);
                absent(store(), request.object());
            }
        }
    }

    private static Metadata plain() {
        return Metadata.NONE.withHeader("content-type", "text/plain; charset=utf-8")
            .withHeader("cache-control", "no-cache")
            .withHeader("content-disposition", "attachment; filename=\"a b.txt\"")
            .withHeader("content-encoding", "gzip")
            .withHeader("expires", "Thu, 01 Dec 2033 16:00:00 GMT")
            .withHeader("storage-class", "STANDARD_IA")
            .withUser("note", "a b&c=d;e%20+")
            .withUser("Number", "42");
    }

    private Metadata kept() {
        Metadata kept = Metadata.NONE;
        for (Map.Entry<String, String> header : plain().headers().entrySet()) {
            Metadata more = kept.withHeader(header.getKey(), header.getValue());
            kept = traits().metadata().keeps(more) ? more : kept;
        }
        return traits().metadata().user() ? kept.and(new Metadata(Map.of(), plain().user())) : kept;
    }

    private void hasMetadata(UploadRequest request) throws Exception {
        hasMetadata(store().head(request.object(), Access.NONE), request.metadata());
        try (Download download = store().get(request.object(), ByteRange.ALL, Access.NONE)) {
            hasMetadata(download.info(), request.metadata());
        }
    }

    private static void hasMetadata(ObjectInfo info, Metadata metadata) {
        assertThat(info.metadata().headers()).containsAllEntriesOf(metadata.headers());
        assertThat(info.metadata().user()).isEqualTo(metadata.user());
    }
}
