package io.github.chunkupload.protocol.cosslice;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.protocol.Credentials;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vectors are those the codec classes of the vendor's SDKs 3.3 and 4.7 make. */
class CosSliceSignTest {

    private static final Credentials KEY = Credentials.of("AKIDEXAMPLEKEY", "EXAMPLESECRETKEY0123");

    @ParameterizedTest
    @CsvSource(quoteCharacter = '|', value = {
        "a=1250000000&k=AKIDEXAMPLEKEY&e=1700000300&t=1700000000&r=1234567890&f=/1250000000/examplebucket/big.bin&b=examplebucket,"
            + "t4eZPgF2b/hLHhFfmQK49E9/Ia9hPTEyNTAwMDAwMDAmaz1BS0lERVhBTVBMRUtFWSZlPTE3MDAwMDAzMDAmdD0xNzAwMDAwMDAwJnI9MTIzNDU2Nzg5MCZm"
            + "PS8xMjUwMDAwMDAwL2V4YW1wbGVidWNrZXQvYmlnLmJpbiZiPWV4YW1wbGVidWNrZXQ=",
        "a=1250000000&k=AKIDEXAMPLEKEY&e=0&t=1700000000&r=1234567890&f=/1250000000/examplebucket/dir%20one/a%2Bb%7E*.txt&b=examplebucket,"
            + "RNqnABAehqXQfSz11wK9k5ZJyUthPTEyNTAwMDAwMDAmaz1BS0lERVhBTVBMRUtFWSZlPTAmdD0xNzAwMDAwMDAwJnI9MTIzNDU2Nzg5MCZmPS8xMjUwMDAw"
            + "MDAwL2V4YW1wbGVidWNrZXQvZGlyJTIwb25lL2ElMkJiJTdFKi50eHQmYj1leGFtcGxlYnVja2V0",
        "a=1250000000&b=examplebucket&k=AKIDEXAMPLEKEY&e=1700000300&t=1700000000&r=987654321&f=,"
            + "Cl1sODZexe8utJwR/pFTZ7vFTpVhPTEyNTAwMDAwMDAmYj1leGFtcGxlYnVja2V0Jms9QUtJREVYQU1QTEVLRVkmZT0xNzAwMDAwMzAwJnQ9MTcwMDAwMDAw"
            + "MCZyPTk4NzY1NDMyMSZmPQ=="})
    void signsAsTheVendorsSdksDo(String text, String sign) {
        assertThat(CosSliceSign.sign(KEY, text)).isEqualTo(sign);
        CosSliceSign read = CosSliceSign.read(sign).orElseThrow();
        assertThat(read.isOf(KEY)).isTrue();
        assertThat(read.isOf(Credentials.of("AKIDEXAMPLEKEY", "another"))).isFalse();
        assertThat(read.field("a")).isEqualTo("1250000000");
        assertThat(read.field("b")).isEqualTo("examplebucket");
        assertThat(read.isSingleUse()).isEqualTo(text.contains("&e=0&"));
    }

    @Test
    void readsASignatureWhoseBlanksWerePlusSigns() {
        String text = "a=1&k=AKIDEXAMPLEKEY&e=17&t=1&r=%s&f=&b=c";
        for (int i = 0; i < 200; i++) {
            String sign = CosSliceSign.sign(KEY, text.formatted(i));
            assertThat(CosSliceSign.read(sign.replace('+', ' ')).orElseThrow().isOf(KEY)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "q-sign-algorithm=sha1&q-ak=x", "AAAA", "!!!", "dDRlWlBnRjJiL2hMSGhGZm1RSzQ5RTkvSWE5"})
    void whatIsNoSignatureIsNotRead(String text) {
        assertThat(CosSliceSign.read(text)).isEmpty();
    }

    @Test
    void makesSignaturesForOneUseAndForMany() {
        Clock clock = Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);
        CosSliceSigner signer = new CosSliceSigner(KEY, clock);
        CosSliceKeys.Bucket bucket = CosSliceKeys.bucket("examplebucket-1250000000");
        CosSliceSign many = CosSliceSign.read(signer.multiUse(bucket, "/1250000000/examplebucket/x")).orElseThrow();
        CosSliceSign one = CosSliceSign.read(signer.singleUse(bucket, "/1250000000/examplebucket/x")).orElseThrow();

        assertThat(many.isOf(KEY)).isTrue();
        assertThat(many.number("e")).isEqualTo(1_700_000_300);
        assertThat(many.field("f")).isEqualTo("/1250000000/examplebucket/x");
        assertThat(one.isOf(KEY)).isTrue();
        assertThat(one.isSingleUse()).isTrue();
        assertThat(one.identity()).isNotEqualTo(many.identity());
        assertThat(one.toString()).doesNotContain("AKID");
    }
}
