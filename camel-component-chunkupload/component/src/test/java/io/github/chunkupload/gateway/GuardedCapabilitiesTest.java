package io.github.chunkupload.gateway;

import static io.github.chunkupload.gateway.Gateway.PATIENT;
import static io.github.chunkupload.gateway.Gateway.failure;
import static io.github.chunkupload.gateway.Gateway.join;
import static io.github.chunkupload.gateway.Gateway.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.LocalFiles;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.Staging;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Future;
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
