package io.github.chunkupload.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.Percent;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors: identical to those of the vendor's Java SDK 5.6.265 ({@code COSSigner}) and to an independent computation. */
class QSignTest {

    private static final String HOST = "examplebucket-1250000000.cos.ap-beijing.myqcloud.com";
    private static final String UPLOAD = "1484727270323ddb949d528c629235314a9ead80f0ba5d993a3d76b460e6a9cceb9633b08e";
    private static final String TIME = "1700000000;1700003600";
    private static final Credentials KEY = Credentials.of("AKIDEXAMPLEKEY", "EXAMPLESECRETKEY0123");
    private static final Instant WITHIN = Instant.ofEpochSecond(1700000100);
    private static final HttpHead PART = head("PUT", "/exampleobject?partNumber=1&uploadId=" + UPLOAD,
        Headers.of("Content-Length", "10485760"));

    @Test
    void derivesTheKey() {
        assertThat(QSignText.hmac(KEY.secretKey(), TIME)).isEqualTo("07eeb79feff588a74d1156aaf625681ced4e59d5");
    }

    @Test
    void signsAPart() {
        QSign sign = signer().sign(PART, TIME);

        assertThat(httpString(PART, sign)).isEqualTo("put\n/exampleobject\npartnumber=1&uploadid=" + UPLOAD
            + "\ncontent-length=10485760&host=" + HOST + "\n");
        assertThat(DigestUtils.sha1Hex(httpString(PART, sign))).isEqualTo("9da20797b0fb09d32f08bdd6207b87efaa470a45");
        assertThat(sign.authorization()).isEqualTo("q-sign-algorithm=sha1&q-ak=AKIDEXAMPLEKEY&q-sign-time=1700000000;1700003600"
            + "&q-key-time=1700000000;1700003600&q-header-list=content-length;host&q-url-param-list=partnumber;uploadid"
            + "&q-signature=591a6289ef5408cc3ea65346f3e3686fe203d6c3");
    }

    @Test
    void signsAnInitiateWithAnAwkwardKeyAndMetadata() {
        HttpHead head = head("POST", "/" + Percent.encodePath("dir one/a+b~*&中.bin") + "?uploads", Headers.NONE
            .with("Content-Type", "application/xml").with("Content-Length", "219").with("Content-MD5", "mQ/fVh815F3k6TAUm8m0eg==")
            .with("x-cos-acl", "private").with("X-Cos-Meta-Note", " a b&c "));
        QSign sign = signer().sign(head, TIME);

        assertThat(httpString(head, sign)).isEqualTo("post\n/dir one/a+b~*&中.bin\nuploads=\ncontent-length=219"
            + "&content-md5=mQ%2FfVh815F3k6TAUm8m0eg%3D%3D&content-type=application%2Fxml&host=" + HOST
            + "&x-cos-acl=private&x-cos-meta-note=a%20b%26c\n");
        assertThat(DigestUtils.sha1Hex(httpString(head, sign))).isEqualTo("007b130a9a9823ee03693a3d6d0c035975678dc7");
        assertThat(sign.signature()).isEqualTo("e49aa9e79148108fe3dab4f742d69ed3d2660955");
    }

    @Test
    void signsAListOfUploads() {
        HttpHead head = head("GET", "/?prefix=photos%2F2024%2001&max-uploads=10&uploads", Headers.NONE);
        QSign sign = signer().sign(head, TIME);

        assertThat(httpString(head, sign)).isEqualTo("get\n/\nmax-uploads=10&prefix=photos%2F2024%2001&uploads=\nhost=" + HOST + "\n");
        assertThat(DigestUtils.sha1Hex(httpString(head, sign))).isEqualTo("58a99856843d66d8f3ab595a788c9debe928e236");
        assertThat(sign.signature()).isEqualTo("309d1a2546fce8f32c7eb741e571a8aff498481b");
    }

    @ParameterizedTest
    @CsvSource({
        "/example-coffer-1250000000/example-file, 13, mQ/fVh815F3k6TAUm8m0eg==, text/plain, 1557989151;1557996351,"
            + "c356bfcf7cfa665f04ae966cd9dbc2f147720232",
        "/examplecoffer-1250000000/dir/exampleobject?partNumber=2&uploadId=" + UPLOAD + ", 10485760, , , " + TIME + ","
            + "76ee9063b15f83c677cc061b15fea3e3b23afc48"})
    void signsForTheDataCofferToo(String target, String length, String md5, String type, String time, String signature) {
        Headers headers = Headers.builder().add("Content-Length", length).add("Content-MD5", Optional.ofNullable(md5))
            .add("Content-Type", Optional.ofNullable(type)).build();
        HttpHead head = new HttpHead("PUT", "cdcs.ap-tianjin.myqcloud.com", target, headers);

        assertThat(new QSignSigner(KEY, "x-cdcs-", Clock.systemUTC()).sign(head, time).signature()).isEqualTo(signature);
    }

    @Test
    void leavesTheTokenAndForeignHeadersUnsigned() {
        HttpHead head = head("PUT", "/k", Headers.of("User-Agent", "me").with("Date", "now").with("x-cos-acl", "private"));

        assertThat(signer().sign(head, TIME).headers()).containsExactly("host", "x-cos-acl");
    }

    @Test
    void beginsAMinuteInThePast() {
        QSign sign = new QSignSigner(KEY, "x-cos-", fixed(WITHIN)).sign(PART, Duration.ofHours(1));

        assertThat(sign.signTime()).isEqualTo("1700000040;1700003700").isEqualTo(sign.keyTime());
    }

    @Test
    void acceptsWhatItSigned() {
        assertThat(authenticate(signed(PART)).accessKey()).isEqualTo("AKIDEXAMPLEKEY");
    }

    @ParameterizedTest
    @EnumSource(QSign.Layout.class)
    void acceptsAPresignedTargetInBothLayouts(QSign.Layout layout) {
        HttpHead bare = head("PUT", PART.target(), Headers.NONE);
        Query query = signer().sign(bare, TIME).before(bare.query(), layout);
        HttpHead presigned = head("PUT", "/exampleobject?" + query.encode(), Headers.NONE);

        assertThat(QSign.isIn(presigned)).isTrue();
        assertThat(authenticate(presigned).accessKey()).isEqualTo("AKIDEXAMPLEKEY");
        assertRefused(head("PUT", presigned.target().replace("partNumber=1", "partNumber=2"), Headers.NONE), Failure.SIGNATURE_MISMATCH);
    }

    @Test
    void acceptsRawSemicolonsInAPresignedTarget() {
        HttpHead bare = head("GET", "/exampleobject", Headers.NONE);
        String query = signer().sign(bare, TIME).before(Query.NONE, QSign.Layout.FIELDS).encode().replace("%3B", ";");

        assertThat(authenticate(head("GET", "/exampleobject?" + query, Headers.NONE)).accessKey()).isEqualTo("AKIDEXAMPLEKEY");
    }

    @Test
    void acceptsNamesOfParametersSignedInMixedCase() {
        String http = "put\n/exampleobject\npartNumber=1&uploadId=" + UPLOAD + "\nhost=" + HOST + "\n";
        QSign sign = new QSign(KEY.accessKey(), TIME, TIME, List.of("host"), List.of("partNumber", "uploadId"),
            QSignText.signature(KEY.secretKey(), TIME, QSignText.stringToSign(TIME, http)));

        assertThat(authenticate(with(PART, sign)).accessKey()).isEqualTo("AKIDEXAMPLEKEY");
    }

    @Test
    void acceptsMixedCaseInTheListOfNamesSignedInLowerCase() {
        String text = signer().sign(PART, TIME).authorization().replace("partnumber;uploadid", "partNumber;uploadId");

        assertThat(authenticate(partWith(text)).accessKey()).isEqualTo("AKIDEXAMPLEKEY");
    }

    @Test
    void acceptsAHostSignedWithoutItsPort() {
        HttpHead without = new HttpHead("GET", "127.0.0.1", "/k", Headers.NONE);
        HttpHead received = new HttpHead("GET", "127.0.0.1:9000", "/k",
            Headers.of("Authorization", signer().sign(without, TIME).authorization()));

        assertThat(authenticate(received).accessKey()).isEqualTo("AKIDEXAMPLEKEY");
    }

    @Test
    void takesAListedNameThatIsAbsentAsEmpty() {
        HttpHead listed = head("GET", "/k?prefix=", Headers.of("x-cos-acl", ""));
        String text = signer().sign(listed, TIME).authorization();

        assertThat(authenticate(head("GET", "/k", Headers.of("Authorization", text))).accessKey()).isEqualTo("AKIDEXAMPLEKEY");
    }

    @Test
    void acceptsNamesListedTwice() {
        HttpHead twice = head("GET", "/k", Headers.of("x-cos-meta-a", "1").with("x-cos-meta-a", "2"));

        assertThat(signer().sign(twice, TIME).headers()).containsExactly("host", "x-cos-meta-a", "x-cos-meta-a");
        assertThat(authenticate(signed(twice)).accessKey()).isEqualTo("AKIDEXAMPLEKEY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/exampleobject?uploadid=other&", "/exampleobject?uploadId=other&", "/exampleobject?UPLOADID=other&"})
    void refusesASecondUploadIdBesideTheSignedOne(String target) {
        HttpHead signed = signed(PART);
        HttpHead smuggled = new HttpHead("PUT", HOST, PART.target().replace("/exampleobject?", target), signed.headers());

        assertRefused(smuggled, Failure.SIGNATURE_MISMATCH);
    }

    @Test
    void refusesInTheOrderOfTheSpecification() {
        assertRefused(PART, Failure.UNAUTHENTICATED);
        assertRefused(partWith("Bearer abc"), Failure.UNAUTHENTICATED);
        assertRefused(partWith(signer().sign(PART, "1600000000;1600003600").authorization().replace("AKID", "OTHER")),
            Failure.UNKNOWN_ACCESS_KEY);
        assertRefused(partWith(signer().sign(PART, "1600000000;1600003600").authorization().replace("q-signature=", "q-signature=0")),
            Failure.EXPIRED);
        assertRefused(partWith(signer().sign(PART, "1700000401;1700003600").authorization()), Failure.EXPIRED);
        assertThat(authenticate(partWith(signer().sign(PART, "1700000399;1700003600").authorization()))).isNotNull();
        assertRefused(with(PART, new QSignSigner(Credentials.of("AKIDEXAMPLEKEY", "wrong"), "x-cos-", Clock.systemUTC())
            .sign(PART, TIME)), Failure.SIGNATURE_MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"q-sign-algorithm=sha1", "q-sign-algorithm", "q-sign-algorithm=sha1&q-sign-algorithm=sha1", "%", "x=%zz"})
    void refusesWhatCannotBeRead(String text) {
        assertRefused(partWith(text), Failure.UNAUTHENTICATED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ";", "1;", "1700000000", "a;b", "99999999999999999999;1"})
    void refusesTimesThatAreNone(String time) {
        assertRefused(with(PART, signer().sign(PART, time)), Failure.UNAUTHENTICATED);
    }

    @Test
    void refusesEndlessLists() {
        assertRefused(partWith(signer().sign(PART, TIME).authorization().replace("content-length;host", "a;".repeat(300))),
            Failure.UNAUTHENTICATED);
    }

    @Test
    void demandsTheTokenOfATemporaryKey() {
        ServerSettings settings = settings(new Credentials("AKIDEXAMPLEKEY", KEY.secretKey(), Optional.of("tok/en==")), false);
        HttpHead signed = signed(PART);

        assertRefused(settings, signed, Failure.FORBIDDEN);
        assertRefused(settings, plus(signed, "x-cos-security-token", "other"), Failure.FORBIDDEN);
        assertThat(authenticate(settings, plus(signed, "x-cos-security-token", "tok/en==")).accessKey()).isEqualTo("AKIDEXAMPLEKEY");
        HttpHead inQuery = new HttpHead("PUT", HOST, PART.target() + "&x-cos-security-token=tok%2Fen%3D%3D", signed.headers());
        assertThat(authenticate(settings, inQuery).accessKey()).isEqualTo("AKIDEXAMPLEKEY");
    }

    @Test
    void letsAnonymousRequestsInWhereTheyMayButChecksCredentialsAllTheSame() {
        ServerSettings settings = settings(KEY, true);

        assertThat(authenticate(settings, PART).isAnonymous()).isTrue();
        assertRefused(settings, partWith("Bearer abc"), Failure.UNAUTHENTICATED);
    }

    @Test
    void keepsSignatureAndKeyOutOfItsText() {
        assertThat(signer().sign(PART, TIME).toString()).doesNotContain("591a6289", "AKID");
    }

    private static QSignSigner signer() {
        return new QSignSigner(KEY, "x-cos-", Clock.systemUTC());
    }

    private static String httpString(HttpHead head, QSign sign) {
        return QSignText.httpString(head, QSignText.line(sign.parameters(), QSignText.parameters(head)),
            QSignText.line(sign.headers(), QSignText.headers(head, head.authority())));
    }

    private static HttpHead head(String method, String target, Headers headers) {
        return new HttpHead(method, HOST, target, headers);
    }

    private static HttpHead signed(HttpHead head) {
        return with(head, signer().sign(head, TIME));
    }

    private static HttpHead with(HttpHead head, QSign sign) {
        return plus(head, "Authorization", sign.authorization());
    }

    private static HttpHead partWith(String authorization) {
        return plus(PART, "Authorization", authorization);
    }

    private static HttpHead plus(HttpHead head, String name, String value) {
        return new HttpHead(head.method(), head.authority(), head.target(), head.headers().with(name, value));
    }

    private static Caller authenticate(HttpHead head) {
        return authenticate(settings(KEY, false), head);
    }

    private static Caller authenticate(ServerSettings settings, HttpHead head) {
        return new QSignVerifier(settings, "x-cos-security-token").authenticate(new HttpCall(head, Body.EMPTY, "peer"));
    }

    private static void assertRefused(HttpHead head, Failure kind) {
        assertRefused(settings(KEY, false), head, kind);
    }

    private static void assertRefused(ServerSettings settings, HttpHead head, Failure kind) {
        assertThatExceptionOfType(UploadException.class).isThrownBy(() -> authenticate(settings, head))
            .satisfies(e -> assertThat(e.kind()).isEqualTo(kind))
            .satisfies(e -> assertThat(e.getMessage()).doesNotContain(KEY.secretKey(), "tok/en"));
    }

    private static ServerSettings settings(Credentials credentials, boolean anonymous) {
        return new ServerSettings(CredentialSource.of(credentials), anonymous, Set.of(), "", Set.of(), "", Map.of(),
            OptionalLong.empty(), fixed(WITHIN));
    }

    private static Clock fixed(Instant instant) {
        return Clock.fixed(instant, ZoneOffset.UTC);
    }
}
