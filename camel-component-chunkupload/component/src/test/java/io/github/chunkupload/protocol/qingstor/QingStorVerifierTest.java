package io.github.chunkupload.protocol.qingstor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.protocol.SignatureWindow;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signed requests of the vendor's SDKs, at the moment they were signed, and what becomes of them when somebody changes them. */
class QingStorVerifierTest {

    private static final String DATE = "Sun, 16 Aug 2015 13:25:10 GMT";
    private static final String PART = "/mybucket/large-object?upload_id=4d26b37a469230619604ecdc0e314782&part_number=0&file_offset=0";
    private static final String V1 = "QS TESTACCESSKEYID00001:FupfQGlfKS/KE9mJWBFGgHx89x/ygyDUBMn1Fca9K/8=";
    private static final String V9 = "QS TESTACCESSKEYID00001:ZciwcQoMbO/U9nZzEZjq4ZHkLzXCLikw8sOFTpC9cFE=";
    private static final String V10 = "/mybucket/large-object?part_number=0&upload_id=4d26b37a469230619604ecdc0e314782"
        + "&access_key_id=TESTACCESSKEYID00001&expires=1479107162&signature=";

    @ParameterizedTest
    @ValueSource(strings = {PART, "/mybucket/large-object?part_number=0&upload_id=4d26b37a469230619604ecdc0e314782",
        "/mybucket/large-object?part_number=0&upload_id=4d26b37a469230619604ecdc0e314782&file_offset=-1&whatever=x"})
    void letsAPartInWithAnyUnsignedParameter(String target) {
        assertThat(caller(target, Headers.of("Date", DATE).with("Authorization", V1))).isEqualTo("TESTACCESSKEYID00001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/mybucket/large-object?upload_id=4d26b37a469230619604ecdc0e314782&part_number=1",
        "/mybucket/large%2Dobject?upload_id=4d26b37a469230619604ecdc0e314782&part_number=0",
        "/mybucket/large-object?upload_id=4d26b37a469230619604ecdc0e314782&part_number=0&part_number=1",
        "/mybucket/large-object?upload_id=4d26b37a469230619604ecdc0e314782&part_number=0&%75ploads",
        "/mybucket/large-object?upload_id=4d26b37a469230619604ecdc0e314782&part_number=0&response-content-type=text/html",
        "//mybucket/large-object?upload_id=4d26b37a469230619604ecdc0e314782&part_number=0", "/mybucket/large-object"})
    void refusesATargetThatWasChanged(String target) {
        refused(Failure.SIGNATURE_MISMATCH, target, Headers.of("Date", DATE).with("Authorization", V1));
    }

    @Test
    void refusesHeadersThatWereAddedOrChanged() {
        Headers signed = Headers.of("Date", DATE).with("Authorization", V1);
        refused(Failure.SIGNATURE_MISMATCH, PART, signed.with("x-qs-copy-source", "/mybucket/secret"));
        refused(Failure.SIGNATURE_MISMATCH, PART, signed.with("Content-Type", "text/html"));
        refused(Failure.SIGNATURE_MISMATCH, PART, signed.with("Content-MD5", "4gJE4saaMU4BqNR0kLY+lw=="));
        refused(Failure.SIGNATURE_MISMATCH, PART, Headers.of("Date", "Sun, 16 Aug 2015 13:25:11 GMT").with("Authorization", V1));
    }

    @Test
    void takesTheVendorsDateInPlaceOfDate() {
        Headers headers = Headers.of("x-qs-date", DATE).with("Content-Type", "application/octet-stream").with("Authorization", V9);

        assertThat(caller(PART, headers)).isEqualTo("TESTACCESSKEYID00001");
        assertThat(caller(PART, headers.with("Date", "Sun, 16 Aug 2015 00:00:00 GMT"))).isEqualTo("TESTACCESSKEYID00001");
    }

    @Test
    void toleratesTheDateLineOfTheJavaSdkBesideTheVendorsDate() {
        Headers headers = Headers.of("x-qs-date", DATE).with("Date", DATE);
        HttpHead head = new HttpHead("PUT", "127.0.0.1", PART, headers);
        String text = QingStorSign.text(head, DATE, "/mybucket/large-object", QingStorQueries.of(head));
        String signature = QingStorSign.signature(QingStorFixture.KEY.secretKey(), text);

        assertThat(caller(PART, headers.with("Authorization", "QS TESTACCESSKEYID00001:" + signature)))
            .isEqualTo("TESTACCESSKEYID00001");
    }

    @ParameterizedTest
    @CsvSource({"PT15M, true", "PT-15M, true", "PT15M1S, false", "PT-15M-1S, false"})
    void takesAClockThatIsFifteenMinutesOff(String off, boolean taken) {
        Instant now = Instant.parse("2015-08-16T13:25:10Z").plus(Duration.parse(off));
        Headers headers = Headers.of("Date", DATE).with("Authorization", V1);
        if (taken) {
            assertThat(caller(PART, now, headers, false)).isEqualTo("TESTACCESSKEYID00001");
        } else {
            refused(Failure.EXPIRED, PART, now, headers, false);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RhcAX8RagmUGf8lun1t7kgp+ENmLSfAiIk1qBzJ6uR8=", "RhcAX8RagmUGf8lun1t7kgp%2BENmLSfAiIk1qBzJ6uR8%3D",
        "RhcAX8RagmUGf8lun1t7kgp%20ENmLSfAiIk1qBzJ6uR8="})
    void takesASignatureInTheUrlHoweverItIsEncoded(String signature) {
        assertThat(caller(V10 + signature, Instant.ofEpochSecond(1_479_107_162), Headers.NONE, false)).isEqualTo("TESTACCESSKEYID00001");
        refused(Failure.EXPIRED, V10 + signature, Instant.ofEpochSecond(1_479_107_163), Headers.NONE, false);
        refused(Failure.SIGNATURE_MISMATCH, V10.replace("1479107162", "1479107199") + signature, Instant.ofEpochSecond(1_479_107_162),
            Headers.NONE, false);
    }

    @Test
    void checksCredentialsThatAreGivenThoughNoneAreNeeded() {
        Instant now = Instant.parse("2015-08-16T13:25:10Z");
        assertThat(caller(PART, now, Headers.NONE, true)).isEmpty();
        refused(Failure.SIGNATURE_MISMATCH, PART, now, Headers.of("Date", DATE).with("Authorization", V9), true);
        refused(Failure.UNKNOWN_ACCESS_KEY, PART, now, Headers.of("Authorization", "QS NOBODY:x"), true);
        refused(Failure.UNAUTHENTICATED, PART, now, Headers.of("Authorization", "Basic eDp5"), true);
        refused(Failure.UNKNOWN_ACCESS_KEY, PART + "&signature=x&expires=9999999999", now, Headers.NONE, true);
        refused(Failure.EXPIRED, V10 + "x", now.plusSeconds(1_000_000_000), Headers.NONE, true);
    }

    @Test
    void refusesWhatIsNotSignedOrTellsNoDate() {
        Instant now = Instant.parse("2015-08-16T13:25:10Z");
        refused(Failure.UNAUTHENTICATED, PART, now, Headers.NONE, false);
        refused(Failure.EXPIRED, PART, now, Headers.of("Authorization", V1), false);
        refused(Failure.EXPIRED, PART, now, Headers.of("Authorization", V1).with("Date", "yesterday"), false);
        refused(Failure.EXPIRED, V10.replace("1479107162", "soon") + "x", now, Headers.NONE, false);
    }

    @Test
    void refusesAUrlThatIsSignedForLongerThanIsAccepted() {
        String target = V10 + "RhcAX8RagmUGf8lun1t7kgp%2BENmLSfAiIk1qBzJ6uR8%3D";
        Instant expires = Instant.ofEpochSecond(1_479_107_162);
        SignatureWindow hour = new SignatureWindow(Optional.empty(), Optional.of(Duration.ofHours(1)));
        assertThat(caller(target, settings(expires.minusSeconds(3600), false).withSignatures(hour), Headers.NONE))
            .isEqualTo("TESTACCESSKEYID00001");
        assertThatExceptionOfType(UploadException.class)
            .isThrownBy(() -> caller(target, settings(expires.minusSeconds(3601), false).withSignatures(hour), Headers.NONE))
            .satisfies(e -> assertThat(e.kind()).isEqualTo(Failure.EXPIRED));
    }

    private static String caller(String target, Headers headers) {
        return caller(target, Instant.parse("2015-08-16T13:25:10Z"), headers, false);
    }

    private static String caller(String target, Instant now, Headers headers, boolean anonymous) {
        return caller(target, settings(now, anonymous), headers);
    }

    private static ServerSettings settings(Instant now, boolean anonymous) {
        return new ServerSettings(CredentialSource.of(QingStorFixture.KEY, new Credentials("WITHTOKEN", "s", Optional.of("t"))), anonymous,
            Set.of("mybucket"), "", Set.of("127.0.0.1"), "", Map.of(), OptionalLong.empty(), Clock.fixed(now, ZoneOffset.UTC));
    }

    private static String caller(String target, ServerSettings settings, Headers headers) {
        HttpHead head = new HttpHead("PUT", "127.0.0.1", target, headers);
        return new QingStorVerifier(settings, Grants.of(settings)).authenticate(new HttpCall(head, Body.EMPTY, "peer"),
            QingStorTarget.of(head, settings), QingStorQueries.of(head)).accessKey();
    }

    private static void refused(Failure kind, String target, Headers headers) {
        refused(kind, target, Instant.parse("2015-08-16T13:25:10Z"), headers, false);
    }

    private static void refused(Failure kind, String target, Instant now, Headers headers, boolean anonymous) {
        assertThatExceptionOfType(UploadException.class).isThrownBy(() -> caller(target, now, headers, anonymous))
            .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
