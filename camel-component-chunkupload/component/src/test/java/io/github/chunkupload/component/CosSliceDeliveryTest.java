package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A protocol that has no words for a file that is whole and on its way to the route. */
@Timeout(60)
class CosSliceDeliveryTest {

    private static final byte[] CONTENT = "hello".getBytes(StandardCharsets.UTF_8);
    private static final UploadRequest FILE = UploadRequest.of(new ObjectRef(Node.BUCKET, "k")).withSize(CONTENT.length)
        .withReplace(false).withOpen(OpenUploads.JOIN).withKnown(Checksums.of(Digest.SHA1, DigestUtils.sha1Hex(CONTENT)));

    @TempDir
    private Path directory;

    @Test
    void theLastSliceIsAnsweredWhenTheRouteIsDoneAndAnotherControlRequestJoins() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger deliveries = new AtomicInteger();
        try (Node node = new Node(directory, "cos-slice")) {
            node.receive("&completeTimeout=1", exchange -> {
                deliveries.incrementAndGet();
                began.countDown();
                release.await();
            });
            try (StoreClient client = client(node)) {
                Admission.Open open = (Admission.Open) client.store().initiate(FILE);
                CompletableFuture<PartReceipt> last = CompletableFuture.supplyAsync(() -> client.store().putPart(open.upload(),
                    new PartSlot(0, 0, CONTENT.length), Body.of(CONTENT), Checks.NONE, Access.NONE));
                began.await();
                CompletableFuture<Admission> repeated = CompletableFuture.supplyAsync(() -> client.store().initiate(FILE));
                assertThat(last).isNotDone();
                release.countDown();

                assertThat(last.get().finished()).isPresent();
                assertThat(repeated.get()).isInstanceOf(Admission.Done.class);
                assertThat(deliveries).hasValue(1);
            }
        }
    }

    private static StoreClient client(Node node) {
        ChunkUploadEndpoint endpoint = node.context().getEndpoint(node.to("&maxAttempts=1"), ChunkUploadEndpoint.class);
        return StoreClient.open(node.context(), endpoint.protocolNamed("cos-slice"), endpoint.getConfiguration(), Clock.systemUTC());
    }
}
