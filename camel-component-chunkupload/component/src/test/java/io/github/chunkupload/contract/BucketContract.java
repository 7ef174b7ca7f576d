package io.github.chunkupload.contract;

import static io.github.chunkupload.contract.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.store.BucketInfo;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** What is promised of buckets; a store whose buckets cannot be made has no such capability. */
interface BucketContract extends StoreUnderTest {

    /** A name for a bucket that is not there. */
    default String newBucket(String word) {
        return word + "-1250000000";
    }

    @Test
    default void aBucketIsThereFromItsMakingToItsRemoval() {
        capable(Buckets.class).ifPresent(buckets -> {
            String name = newBucket("made");
            assertThat(buckets.bucket(name)).isEmpty();
            buckets.createBucket(name);
            assertThat(buckets.bucket(name)).hasValueSatisfying(bucket -> {
                assertThat(bucket.name()).isEqualTo(name);
                Instant expected = datesBuckets() ? Instant.now() : Instant.EPOCH;
                assertThat(Duration.between(bucket.created(), expected).abs()).isLessThan(Duration.ofMinutes(2));
            });
            assertThat(names(buckets)).contains(name);
            refused(Failure.BUCKET_EXISTS, () -> buckets.createBucket(name));
            buckets.deleteBucket(name);
            assertThat(buckets.bucket(name)).isEmpty();
            assertThat(names(buckets)).doesNotContain(name);
            refused(Failure.NO_SUCH_BUCKET, () -> buckets.deleteBucket(name));
        });
    }

    @Test
    default void listsBucketsInTheOrderOfTheirNames() {
        capable(Buckets.class).ifPresent(buckets -> {
            List<String> made = List.of(newBucket("zebra"), newBucket("ant"), newBucket("cat"), newBucket("catfish"));
            made.forEach(buckets::createBucket);
            assertThat(names(buckets)).containsAll(made).isSortedAccordingTo(UploadListContract.BYTES).doesNotHaveDuplicates();
        });
    }

    @Test
    default void aBucketWithAnObjectIsNotRemoved() {
        capable(Buckets.class).ifPresent(buckets -> {
            String name = newBucket("used");
            buckets.createBucket(name);
            ObjectRef object = new ObjectRef(name, "object");
            byte[] content = Content.random(1, 100);
            make(object, content);
            refused(Failure.BUCKET_NOT_EMPTY, () -> buckets.deleteBucket(name));
            Content.isStored(store(), object, content);
            if (traits().deletes()) {
                store().delete(object);
                buckets.deleteBucket(name);
                assertThat(buckets.bucket(name)).isEmpty();
            }
        });
    }

    @Test
    default void aBucketWithAnOpenUploadIsNotRemoved() {
        capable(Buckets.class).ifPresent(buckets -> {
            String name = newBucket("busy");
            buckets.createBucket(name);
            Sending upload = Sending.open(this, new ObjectRef(name, "object"), Content.random(2, partSize()));
            refused(Failure.BUCKET_NOT_EMPTY, () -> buckets.deleteBucket(name));
            if (traits().aborts()) {
                store().abort(upload.ref());
                buckets.deleteBucket(name);
                assertThat(buckets.bucket(name)).isEmpty();
            }
        });
    }

    @Test
    default void ofManyAtOnceOneMakesABucketAndOneRemovesIt() {
        capable(Buckets.class).ifPresent(buckets -> {
            String name = newBucket("raced");
            onlyOneSucceeds(Failure.BUCKET_EXISTS, () -> buckets.createBucket(name));
            onlyOneSucceeds(Failure.NO_SUCH_BUCKET, () -> buckets.deleteBucket(name));
        });
    }

    @Test
    default void refusesWhatIsNoNameForABucket() {
        capable(Buckets.class).ifPresent(buckets -> refused(Failure.INVALID_BUCKET, () -> buckets.createBucket("no good")));
    }

    private static void onlyOneSucceeds(Failure others, Runnable call) {
        try {
            List<Failure> ends = Race.start(Collections.nCopies(4, (Callable<String>) () -> {
                call.run();
                return "done";
            })).stream().map(Race.Outcome::kind).toList();
            assertThat(ends).containsExactlyInAnyOrderElementsOf(Arrays.asList(null, others, others, others));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> names(Buckets buckets) {
        return buckets.buckets().stream().map(BucketInfo::name).toList();
    }
}
