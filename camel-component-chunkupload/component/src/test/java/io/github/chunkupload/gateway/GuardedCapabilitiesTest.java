package io.github.chunkupload.gateway;

import static io.github.chunkupload.gateway.Gateway.HASTY;
import static io.github.chunkupload.gateway.Gateway.PATIENT;
import static io.github.chunkupload.gateway.Gateway.failure;
import static io.github.chunkupload.gateway.Gateway.join;
import static io.github.chunkupload.gateway.Gateway.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Editing;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.LocalFiles;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.Staging;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a client can do beside uploads, and what would go past the route. */
@Timeout(60)
class GuardedCapabilitiesTest {

    private static final Caller CALLER = new Caller("AKID", "127.0.0.1");

    private final RecordingRoute route = new RecordingRoute();

    @TempDir
    private Path directory;

    @Test
    void nobodyStagesOrPublishesPastTheRoute() {
        try (Gateway gateway = Gateway.open(directory, route, PATIENT)) {
            for (ObjectStore store : List.of(gateway.store(), gateway.store().as(CALLER))) {
                assertThat(store.capability(Staging.class)).isEmpty();
                assertThat(store.capability(LocalFiles.class)).isEmpty();
                assertThat(store.capability(AutoCloseable.class)).isEmpty();
                assertThat(store.capability(Object.class)).isEmpty();
            }
        }
    }

    @Test
    void editsAreRefusedUnlessObjectsStayAfterTheirDelivery() {
        for (AfterDelivery fate : AfterDelivery.values()) {
            try (Gateway gateway = Gateway.open(directory, route, PATIENT.withAfterDelivery(fate))) {
                gateway.disk().put(UploadRequest.of(object("a")), Body.of("old text".getBytes(StandardCharsets.UTF_8)), Checks.NONE);
                Editing editing = gateway.store().as(CALLER).capability(Editing.class).orElseThrow();
                if (fate == AfterDelivery.KEEP) {
                    editing.write(object("a"), 0, Body.of("new".getBytes(StandardCharsets.UTF_8)), Checks.NONE);
                    editing.truncate(object("a"), 6);
                    assertThat(gateway.read("a")).isEqualTo("new te");
                } else {
                    UploadException refusal = failure(() -> editing.write(object("a"), 0, Body.EMPTY, Checks.NONE));
                    assertThat(refusal.kind()).isEqualTo(Failure.UNSUPPORTED);
                    assertThat(refusal.getMessage()).contains("afterDelivery=keep");
                    assertThat(failure(() -> editing.truncate(object("a"), 0)).kind()).isEqualTo(Failure.UNSUPPORTED);
                    assertThat(gateway.read("a")).isEqualTo("old text");
                }
                assertThat(route.seen()).isEmpty();
            }
        }
    }

    @Test
    void aPutAskedForAgainIsNotAnsweredFromBeforeAnEdit() throws Exception {
        route.hold();
        try (Gateway gateway = Gateway.open(directory, route, HASTY)) {
            assertThat(failure(() -> gateway.put("a", "bytes")).kind()).isEqualTo(Failure.PENDING);
            route.release();
            Awaitility.await().until(() -> gateway.store().backlog() == 0);
            gateway.store().capability(Editing.class).orElseThrow().truncate(object("a"), 2);
            route.hold();
            assertThat(failure(() -> gateway.put("a", "bytes")).kind()).isEqualTo(Failure.PENDING);
            route.release();
            Awaitility.await().until(() -> gateway.store().backlog() == 0);
            assertThat(gateway.read("a")).isEqualTo("bytes");
        }
    }

    @Test
    void aListShowsAnObjectOnlyAfterItsDeliveryAndItsBucketIsInUseBefore() throws Exception {
        route.hold();
        try (Gateway gateway = Gateway.open(directory, route, PATIENT)) {
            ObjectStore store = gateway.store().as(CALLER);
            Listing listing = store.capability(Listing.class).orElseThrow();
            Buckets buckets = store.capability(Buckets.class).orElseThrow();
            Future<ObjectReceipt> client = gateway.putting("a", "bytes");
            route.awaitArrival();
            assertThat(listing.objects(ObjectQuery.prefix("photos", "")).items()).isEmpty();
            assertThat(failure(() -> buckets.deleteBucket("photos")).kind()).isEqualTo(Failure.BUCKET_NOT_EMPTY);
            route.release();
            join(client);
            assertThat(listing.objects(ObjectQuery.prefix("photos", "")).items()).singleElement()
                .satisfies(item -> assertThat(item.object()).isEqualTo(object("a")));
        }
    }
}
