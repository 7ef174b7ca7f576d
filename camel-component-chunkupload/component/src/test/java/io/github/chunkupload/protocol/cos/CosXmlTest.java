package io.github.chunkupload.protocol.cos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.protocol.Xml;
import io.github.chunkupload.protocol.XmlElement;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.StoredPart;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadQuery.Marker;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CosXmlTest {

    private static final String BUCKET = "examplebucket-1250000000";
    private static final String MD5 = "39270a968a357d24207e9911162507eb";
    private static final UploadRef UPLOAD = new UploadRef(new ObjectRef(BUCKET, "dir one/a+b~*&<中>.bin"), "1484727270323ddb");
    private static final Instant TIME = Instant.parse("2020-03-25T10:07:14.123Z");
    private static final Metadata STANDARD = Metadata.NONE.withHeader("storage-class", "STANDARD");

    @Test
    void anInitiateComesBack() {
        assertThat(InitiateXml.read(wire(InitiateXml.write(UPLOAD)), UPLOAD.object())).isEqualTo(UPLOAD);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPageOfPartsComesBack(boolean urlEncoded) {
        UploadState state = new UploadState(UPLOAD, UploadState.Phase.OPEN, List.of(part(0, 1048576), part(1, 5), part(3, 7)), true,
            1048581, STANDARD, Instant.EPOCH);
        XmlElement document = wire(PartsXml.write(state, new PartsXml.Request(0, 3, urlEncoded), "1250000000"));

        assertThat(PartsXml.read(document, UPLOAD, -1)).isEqualTo(state);
        assertThat(document.value("NextPartNumberMarker")).isEqualTo("4");
        assertThat(document.children("Part").get(0).value("LastModified")).isEqualTo("2020-03-25T10:07:14.123Z");
    }

    @Test
    void anEmptyPageOfPartsComesBack() {
        UploadState state = new UploadState(UPLOAD, UploadState.Phase.OPEN, List.of(), false, 0, STANDARD, Instant.EPOCH);

        assertThat(PartsXml.read(wire(PartsXml.write(state, new PartsXml.Request(7, 1000, false), "1")), UPLOAD, 6)).isEqualTo(state);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPageOfUploadsComesBack(boolean urlEncoded) {
        Page<UploadInfo> page = new Page<>(List.of(new UploadInfo(UPLOAD, TIME, STANDARD)), List.of("photos & more/", " b/"),
            Optional.of(new Marker(" photos\tx", "id")));
        UploadQuery query = new UploadQuery(BUCKET, "p&", false, "/", new Marker("k<", "u"), 5);
        XmlElement document = wire(UploadsXml.write(page, query, urlEncoded, "1250000000"));

        assertThat(UploadsXml.read(document, BUCKET)).isEqualTo(page);
        assertThat(document.value("MaxUploads")).isEqualTo("5");
    }

    @Test
    void anOrderComesBack() {
        List<PartReceipt> parts = List.of(receipt(0, MD5), receipt(1, "opaque-etag"));

        assertThat(CompleteXml.readOrder(wire(CompleteXml.order(parts)))).isEqualTo(parts);
    }

    @Test
    void tenThousandPartsFitIntoAnOrder() {
        List<PartReceipt> parts = IntStream.range(0, 10_000).mapToObj(i -> receipt(i, MD5)).toList();

        assertThat(CompleteXml.readOrder(wire(CompleteXml.order(parts)))).hasSize(10_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {MD5, "\"" + MD5 + "\"", "&quot;" + MD5 + "&quot;", "  \"" + MD5 + "\"\n"})
    void anETagIsTakenWithQuotesOrWithout(String etag) {
        String order = "<CompleteMultipartUpload><Part><ETag>" + etag + "</ETag><PartNumber> 1 </PartNumber><Extra/></Part>"
            + "</CompleteMultipartUpload>";

        assertThat(CompleteXml.readOrder(parse(order))).containsExactly(receipt(0, MD5));
    }

    @ParameterizedTest
    @CsvSource({"'', MALFORMED", "'2,1', INVALID_PART_ORDER", "'1,1', INVALID_PART_ORDER", "'1,3', INVALID_PART", "'2,3', INVALID_PART",
        "'0', INVALID_PART", "'10001', INVALID_PART", "'x', MALFORMED", "'99999999999999999999', MALFORMED"})
    void anOrderThatMakesNoSenseIsRefused(String numbers, Failure kind) {
        StringBuilder order = new StringBuilder("<CompleteMultipartUpload>");
        for (String number : numbers.isEmpty() ? new String[0] : numbers.split(",")) {
            order.append("<Part><PartNumber>").append(number).append("</PartNumber><ETag>e</ETag></Part>");
        }
        refused(kind, () -> CompleteXml.readOrder(parse(order.append("</CompleteMultipartUpload>").toString())));
    }

    @Test
    void anOrderMustBeOne() {
        refused(Failure.MALFORMED, () -> CompleteXml.readOrder(parse("<Other><Part><PartNumber>1</PartNumber></Part></Other>")));
    }

    @Test
    void aResultComesBack() {
        ObjectReceipt receipt = new ObjectReceipt(UPLOAD.object(), 7, "3a0f1fd698c235af9cf098cb74aa25bc-2",
            Checksums.of(Digest.CRC64, "15570549323392296765"), Optional.of("http://host/key"));

        assertThat(CompleteXml.readResult(wire(CompleteXml.result(receipt, "http://host/key")), UPLOAD.object(), 7, receipt.sums()))
            .isEqualTo(receipt);
    }

    @Test
    void anErrorHasAllFiveElementsEvenWhenTheyAreEmpty() {
        XmlElement error = wire(ErrorXml.write("NoSuchKey", "", "", "", ""));

        assertThat(error.children()).extracting(XmlElement::name).containsExactly("Code", "Message", "Resource", "RequestId", "TraceId");
    }

    @Test
    void numbersThatAreNoneAndFieldsThatMustBeThereAreNamed() {
        refused(Failure.MALFORMED, () -> PartsXml.read(parse("<ListPartsResult><Part><PartNumber>x</PartNumber></Part></ListPartsResult>"),
            UPLOAD, -1));
        refused(Failure.MALFORMED, () -> InitiateXml.read(parse("<InitiateMultipartUploadResult/>"), UPLOAD.object()));
    }

    private static StoredPart part(int index, long size) {
        return new StoredPart(PartReceipt.of(PartSlot.numbered(index, size), MD5, Checksums.of(Digest.MD5, MD5)), TIME);
    }

    private static PartReceipt receipt(int index, String etag) {
        return PartReceipt.of(PartSlot.numbered(index, PartSlot.UNKNOWN), etag, Checksums.NONE);
    }

    private static XmlElement wire(XmlElement element) {
        return parse(Xml.write(element));
    }

    private static XmlElement parse(String document) {
        return Xml.parse(document.getBytes(StandardCharsets.UTF_8));
    }

    private static void refused(Failure kind, ThrowingCallable call) {
        assertThatExceptionOfType(UploadException.class).isThrownBy(call).satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
