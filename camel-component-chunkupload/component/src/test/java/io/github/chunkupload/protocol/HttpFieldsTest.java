package io.github.chunkupload.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The header fields and bounds that all protocols share: ranges, conditions, dates, ETags, Content-MD5. */
class HttpFieldsTest {

    private static final String MODIFIED = "Wed, 25 Mar 2020 10:07:14 GMT";
    private static final ObjectInfo INFO = new ObjectInfo(new ObjectRef("b", "k"), 10, "abc", Checksums.NONE, Metadata.NONE,
        Instant.parse("2020-03-25T10:07:14.900Z"));

    @ParameterizedTest
    @CsvSource({"bytes=0-4, 0, 4", "bytes=5-, 5, 9223372036854775807", "bytes=-3, -1, 3", "bytes = 1 - 2, 1, 2"})
    void readsOneRange(String header, long first, long last) {
        assertThat(Ranges.in(Headers.of("Range", header))).hasValue(new ByteRange(first, last));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bytes=", "bytes=-", "bytes=4-2", "bytes=0-1,3-4", "lines=0-1", "bytes=a-b", "bytes=99999999999999999999-"})
    void ignoresARangeThatIsNone(String header) {
        assertThat(Ranges.in(Headers.of("Range", header))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 4, bytes=0-4", "5, 9223372036854775807, bytes=5-", "-1, 3, bytes=-3"})
    void writesARangeAsItReadsIt(long first, long last, String header) {
        assertThat(Ranges.header(new ByteRange(first, last))).isEqualTo(header);
    }

    @Test
    void readsTheContentRangeItWrote() {
        assertThat(Ranges.section(Headers.of("Content-Range", Ranges.contentRange(2, 3, 10)))).hasValue(new Ranges.Section(2, 10));
        assertThat(Ranges.section(Headers.of("Content-Range", "bytes */10"))).isEmpty();
        assertThat(Ranges.section(Headers.NONE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        "If-Match, '\"abc\"', -", "If-Match, abc, -", "If-Match, *, -", "If-Match, '\"x\", \"abc\"', -", "If-Match, '\"x\"', 412",
        "If-None-Match, '\"abc\"', 304", "If-None-Match, *, 304", "If-None-Match, 'W/\"abc\"', 304", "If-None-Match, '\"x\"', -",
        "If-Modified-Since, '" + MODIFIED + "', 304", "If-Modified-Since, 'Wed, 25 Mar 2020 10:07:13 GMT', -", "If-Modified-Since, x, -",
        "If-Unmodified-Since, '" + MODIFIED + "', -", "If-Unmodified-Since, 'Wed, 25 Mar 2020 10:07:13 GMT', 412"})
    void judgesAConditionByWholeSeconds(String name, String value, Integer status) {
        assertThat(Conditions.status(Headers.of(name, value), INFO)).isEqualTo(Optional.ofNullable(status));
    }

    @Test
    void tagsGoBeforeDates() {
        Headers fresh = Headers.of("If-None-Match", "\"x\"").with("If-Modified-Since", MODIFIED);
        Headers same = Headers.of("If-Match", "\"abc\"").with("If-Unmodified-Since", "Wed, 25 Mar 2020 10:07:13 GMT");

        assertThat(Conditions.status(fresh, INFO)).isEmpty();
        assertThat(Conditions.status(same, INFO)).isEmpty();
    }

    @Test
    void readsAndWritesDates() {
        assertThat(HttpDates.header(INFO.modified())).isEqualTo(MODIFIED);
        assertThat(HttpDates.header(Instant.parse("2020-03-05T01:02:03Z"))).isEqualTo("Thu, 05 Mar 2020 01:02:03 GMT");
        assertThat(HttpDates.parseHeader(MODIFIED)).hasValue(Instant.parse("2020-03-25T10:07:14Z"));
        assertThat(HttpDates.parseHeader("Wed，18 Jan 2017 16:17:03 GMT")).isEmpty();
        assertThat(HttpDates.parseIso("2020-06-13T15:40:15+08:00")).hasValue(Instant.parse("2020-06-13T07:40:15Z"));
        assertThat(HttpDates.iso(INFO.modified())).isEqualTo("2020-03-25T10:07:14.900Z");
    }

    @ParameterizedTest
    @CsvSource({"'\"abc\"', abc", "abc, abc", "' \"abc\" ', abc", "'\"', '\"'", "'\"\"', ''", "'', ''"})
    void takesQuotesOffAnETag(String text, String etag) {
        assertThat(ETags.unquoted(text)).isEqualTo(etag);
    }

    @Test
    void onlyThirtyTwoHexDigitsAreAnMd5() {
        assertThat(ETags.md5("39270A968A357D24207E9911162507EB").get(Digest.MD5)).hasValue("39270a968a357d24207e9911162507eb");
        assertThat(ETags.md5("e1e5b4965bc7d30880ed6d226f78a5390f1c09fc")).isEqualTo(Checksums.NONE);
        assertThat(ETags.md5("39270a968a357d24207e9911162507eb-2")).isEqualTo(Checksums.NONE);
    }

    @Test
    void readsTheContentMd5ItWrote() {
        String hex = "990fdf561f35e81777e9301499c9b47a".substring(0, 32);

        assertThat(ContentMd5.in(Headers.of("Content-MD5", ContentMd5.of(hex))).get(Digest.MD5)).hasValue(hex);
        assertThat(ContentMd5.in(Headers.NONE)).isEqualTo(Checksums.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "AAAA", "39270a968a357d24207e9911162507eb", "mQ/fVh815F3k6TAUm8m0eg=", "mQ_fVh815F3k6TAUm8m0eg=="})
    void refusesAContentMd5ThatIsNone(String text) {
        assertThatExceptionOfType(UploadException.class).isThrownBy(() -> ContentMd5.in(Headers.of("Content-MD5", text)))
            .satisfies(e -> assertThat(e.kind()).isEqualTo(Failure.INVALID_DIGEST));
    }

    @Test
    void aBodyThatIsTooLongIsRefusedWhenThatIsKnown() throws Exception {
        assertThatExceptionOfType(UploadException.class).isThrownBy(() -> new BoundedBody(Body.of(new byte[6]), 5))
            .satisfies(e -> assertThat(e.kind()).isEqualTo(Failure.TOO_LARGE));
        try (InputStream in = unknown(6).open()) {
            assertThatExceptionOfType(UploadException.class).isThrownBy(in::readAllBytes)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Failure.TOO_LARGE));
        }
        try (InputStream in = unknown(5).open()) {
            assertThat(in.readAllBytes()).hasSize(5);
        }
    }

    private static Body unknown(int bytes) {
        return new BoundedBody(Body.once(new ByteArrayInputStream(new byte[bytes]), -1), 5);
    }
}
