package io.github.chunkupload.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectReceipt;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OwedAnswersTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final OwedAnswers owed = new OwedAnswers(Duration.ofSeconds(10), nanos::get);

    private static ObjectInfo info(String key, long size, Checksums sums, Metadata metadata) {
        return new ObjectInfo(Gateway.object(key), size, "etag", sums, metadata, Instant.EPOCH);
    }

    private static ObjectInfo info(String key, String md5) {
        return info(key, 5, Checksums.of(Digest.MD5, md5), Metadata.NONE);
    }

    private static ObjectReceipt receipt(ObjectInfo info) {
        return new ObjectReceipt(info.object(), info.size(), info.etag(), info.sums(), Optional.empty());
    }

    private void keep(ObjectInfo info) {
        owed.keep(info, receipt(info));
    }

    @Test
    void anAnswerIsGivenOnce() {
        keep(info("a", "1"));
        assertThat(owed.take(info("a", "1"))).contains(receipt(info("a", "1")));
        assertThat(owed.take(info("a", "1"))).isEmpty();
    }

    @Test
    void otherBytesForgetIt() {
        keep(info("a", "1"));
        assertThat(owed.take(info("a", "2"))).isEmpty();
        assertThat(owed.take(info("a", "1"))).isEmpty();
    }

    @Test
    void aCrcAloneOrOtherMetadataAreNotTheSameObject() {
        ObjectInfo crc = info("a", 5, Checksums.of(Digest.CRC64, "7"), Metadata.NONE);
        assertThat(OwedAnswers.same(crc, crc)).isFalse();
        ObjectInfo tagged = info("a", 5, Checksums.of(Digest.MD5, "1"), Metadata.NONE.withUser("tag", "x"));
        assertThat(OwedAnswers.same(info("a", "1"), tagged)).isFalse();
        assertThat(OwedAnswers.same(tagged, tagged)).isTrue();
        assertThat(OwedAnswers.same(info("a", "1"), info("a", 6, Checksums.of(Digest.MD5, "1"), Metadata.NONE))).isFalse();
    }

    @Test
    void itIsForgottenWithTime() {
        keep(info("a", "1"));
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(owed.take(info("a", "1"))).isEmpty();
    }

    @Test
    void onlySoManyAreKept() {
        for (int i = 0; i < 1001; i++) {
            keep(info("key " + i, "1"));
        }
        assertThat(owed.take(info("key 0", "1"))).isEmpty();
        assertThat(owed.take(info("key 1", "1"))).isPresent();
    }
}
