package io.github.chunkupload.component;

import static io.github.chunkupload.component.RelayHouse.Style.CAYMAN;
import static io.github.chunkupload.component.RelayHouse.Style.CDCS;
import static io.github.chunkupload.component.RelayHouse.Style.COS;
import static io.github.chunkupload.component.RelayHouse.Style.QINGSTOR;
import static io.github.chunkupload.component.RelayHouse.Style.SLICE_V1;
import static io.github.chunkupload.component.RelayHouse.Style.SLICE_V2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.component.RelayHouse.Style;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a pair that fits still asks of its clients, what is promised of each call, and that nothing is kept on the way. */
@Timeout(120)
class RelayRulesTest {

    private static final int MB = 1 << 20;

    @TempDir
    private static Path directory;
    private static RelayHouse house;
    private static int keys;
    private final ObjectRef object = new ObjectRef(Node.BUCKET, "object-" + ++keys);

    @BeforeAll
    static void open() throws Exception {
        house = new RelayHouse(directory, "&receive=operations");
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(++keys).nextBytes(bytes);
        return bytes;
    }

    private UploadRef open(ObjectStore near, UploadRequest request) {
        return ((Admission.Open) near.initiate(near.traits(Node.BUCKET).fitted(request))).upload();
    }

    private static PartReceipt put(ObjectStore near, UploadRef upload, int index, byte[] content) {
        return near.putPart(upload, PartSlot.numbered(index, content.length), Body.of(content), Checks.NONE, Access.NONE);
    }

    private static PartReceipt slice(ObjectStore near, UploadRef upload, long offset, byte[] content) {
        return near.putPart(upload, new PartSlot((int) (offset / MB), offset, content.length), Body.of(content), Checks.NONE, Access.NONE);
    }

    private static UploadException refused(ThrowingCallable call) {
        UploadException refusal = catchThrowableOfType(UploadException.class, call);
        assertThat(refusal).as("refusal").isNotNull();
        return refusal;
    }

    @Test
    void numbersOfQingStorHaveToBeginWith0WhereTheStoreBehindWantsThemWithoutAGap() {
        try (StoreClient client = house.client(QINGSTOR, COS, "")) {
            ObjectStore near = client.store();
            UploadRef upload = open(near, UploadRequest.of(object));
            List<PartReceipt> parts = List.of(put(near, upload, 1, bytes(4 * MB)), put(near, upload, 2, bytes(1)));

            assertThat(refused(() -> near.complete(upload, Completion.of(parts)))).hasMessageContaining("Part number 1 is missing");
        }
        try (StoreClient client = house.client(QINGSTOR, QINGSTOR, "")) {
            UploadRef upload = open(client.store(), UploadRequest.of(object));
            client.store().complete(upload, Completion.of(List.of(put(client.store(), upload, 3, bytes(1)))));
            assertThat(client.store().head(object, Access.NONE).size()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"COS", "CDCS"})
    void partsBeforeTheLastHaveAtLeast4MbWhereQingStorIsBehind(Style in) {
        try (StoreClient client = house.client(in, QINGSTOR, "")) {
            ObjectStore near = client.store();
            UploadRef upload = open(near, UploadRequest.of(object).withReplace(in != CDCS));
            List<PartReceipt> parts = List.of(put(near, upload, 0, bytes(MB)), put(near, upload, 1, bytes(1)));

            Completion completion = Completion.of(parts).withReplace(in != CDCS);
            assertThat(refused(() -> near.complete(upload, completion)).kind()).isEqualTo(Failure.PART_TOO_SMALL);
        }
    }

    @Test
    void slicesHaveAtLeast1MbWhereNumberedPartsAreBehind() {
        try (StoreClient client = house.client(SLICE_V2, COS, "&protocol.sliceSize=524288")) {
            UploadException refusal = refused(() -> open(client.store(), UploadRequest.of(object).withSize(3 * MB)));
            assertThat(refusal).hasMessageContaining("takes no slices of 524288 bytes: they have at least 1048576");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"COS", "CDCS", "CAYMAN"})
    void theLastSliceOfFilesV1IsRefusedWhileOthersAreMissing(Style out) throws Exception {
        byte[] content = bytes(2 * MB + 1);
        try (StoreClient client = house.client(SLICE_V1, out, "&protocol.serial=false")) {
            ObjectStore near = client.store();
            UploadRef upload = open(near, UploadRequest.of(object).withSize(content.length).withReplace(false)
                .withKnown(Checksums.of(Digest.SHA1, DigestUtils.sha1Hex(content))));
            slice(near, upload, 0, Arrays.copyOfRange(content, 0, MB));

            byte[] last = Arrays.copyOfRange(content, 2 * MB, content.length);
            assertThat(refused(() -> slice(near, upload, 2L * MB, last))).hasMessageContaining("Slices must come one after another");

            slice(near, upload, MB, Arrays.copyOfRange(content, MB, 2 * MB));
            assertThat(slice(near, upload, 2L * MB, last).finished()).isPresent();
            assertThat(house.stored(object.key()).getHeader(ChunkUploadConstants.SIZE)).isEqualTo((long) content.length);
        }
    }

    @Test
    void aCaymanObjectWithoutADeclaredSizeIsRefusedWhereSlicesAreBehind() {
        try (StoreClient client = house.client(CAYMAN, SLICE_V2, "")) {
            assertThat(refused(() -> open(client.store(), UploadRequest.of(object).withReplace(false))))
                .hasMessageContaining("must know the size of the object first: declare it");
        }
    }

    static Stream<Arguments> once() {
        return Stream.of(Arguments.of(CDCS, COS), Arguments.of(CDCS, QINGSTOR), Arguments.of(CDCS, CDCS), Arguments.of(CAYMAN, SLICE_V2),
            Arguments.of(CAYMAN, CAYMAN));
    }

    @ParameterizedTest(name = "{0} in, {1} out")
    @MethodSource("once")
    void aProtocolThatOpensAKeyOnceDoesSoWhateverIsBehind(Style in, Style out) throws Exception {
        try (StoreClient client = house.client(in, out, "")) {
            UploadRequest request = UploadRequest.of(object).withReplace(false).withSize(1);
            UploadRef upload = open(client.store(), request);

            assertThat(refused(() -> open(client.store(), request)).kind()).isIn(Failure.UPLOAD_OPEN, Failure.ALREADY_EXISTS);

            PartReceipt part = client.store().putPart(upload, new PartSlot(0, 0, 1), Body.of(bytes(1)), Checks.NONE, Access.NONE);
            client.store().complete(upload, Completion.of(List.of(part)).withReplace(false));
            assertThat(refused(() -> open(client.store(), request)).kind()).isEqualTo(Failure.ALREADY_EXISTS);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"COS", "CDCS", "QINGSTOR"})
    void bytesThatAreNotThoseAnnouncedAreRefusedAndTheEarlierPartStays(Style out) {
        byte[] good = bytes(100_000);
        byte[] bad = bytes(100_000);
        Checks announced = new Checks(Set.of(), Checksums.of(Digest.MD5, DigestUtils.md5Hex(good)));
        try (StoreClient client = house.client(COS, out, "")) {
            ObjectStore near = client.store();
            UploadRef upload = open(near, UploadRequest.of(object).withReplace(out != CDCS));
            PartSlot slot = PartSlot.numbered(0, good.length);
            PartReceipt part = near.putPart(upload, slot, Body.of(good), announced, Access.NONE);

            assertThat(refused(() -> near.putPart(upload, slot, Body.of(bad), announced, Access.NONE)).kind())
                .isEqualTo(Failure.DIGEST_MISMATCH);

            assertThat(near.state(upload, -1, 10).parts()).singleElement()
                .satisfies(stored -> assertThat(stored.receipt().etag()).isEqualTo(part.etag()));
        }
    }

    @Test
    void metadataThatTheStoreBehindWouldLoseIsRefused() {
        try (StoreClient client = house.client(COS, CDCS, "")) {
            UploadRequest request = UploadRequest.of(object).withMetadata(Metadata.NONE.withUser("owner", "me"));
            assertThat(refused(() -> open(client.store(), request))).hasMessageContaining("keeps no metadata but content-type");
        }
    }

    static Stream<Arguments> roads() {
        return Stream.of(Arguments.of(COS, QINGSTOR), Arguments.of(QINGSTOR, COS), Arguments.of(SLICE_V1, COS),
            Arguments.of(SLICE_V2, CAYMAN), Arguments.of(SLICE_V2, SLICE_V2), Arguments.of(CAYMAN, SLICE_V2), Arguments.of(CAYMAN, CAYMAN));
    }

    /** Another gateway of the same kind stands for the same one after it was started again. */
    @ParameterizedTest(name = "{0} in, {1} out")
    @MethodSource("roads")
    void anUploadGoesOnThroughAnotherGateway(Style in, Style out) throws Exception {
        boolean numbered = in == COS || in == QINGSTOR;
        int step = numbered ? 4 * MB : MB;
        byte[] content = bytes(step + 1);
        byte[] first = Arrays.copyOf(content, step);
        UploadRequest request = UploadRequest.of(object).withSize(content.length).withReplace(numbered)
            .withKnown(Checksums.of(Digest.SHA1, DigestUtils.sha1Hex(content)));
        UploadRef upload;
        PartReceipt one;
        try (StoreClient client = house.client(in, out, "")) {
            upload = open(client.store(), request);
            one = client.store().putPart(upload, new PartSlot(0, numbered ? -1 : 0, step), Body.of(first), Checks.NONE, Access.NONE);
        }
        house.reopen(out);

        try (StoreClient client = house.client(in, out, "")) {
            ObjectStore near = client.store();
            PartReceipt two = near.putPart(upload, new PartSlot(1, numbered ? -1 : step, 1), Body.of(new byte[] {content[step]}),
                Checks.NONE, Access.NONE);
            if (two.finished().isEmpty()) {
                near.complete(upload, Completion.of(List.of(one, two)).withReplace(numbered));
            }
        }
        assertThat(house.stored(object.key()).getBody(byte[].class)).isEqualTo(content);
    }

    @ParameterizedTest
    @EnumSource(names = {"COS", "CDCS", "SLICE_V2"})
    void aClientOfFilesV2GoesOnWhereItStoodWhateverIsBehind(Style out) throws Exception {
        byte[] content = bytes(2 * MB);
        UploadRequest request = UploadRequest.of(object).withSize(content.length).withReplace(false)
            .withKnown(Checksums.of(Digest.SHA1, DigestUtils.sha1Hex(content)));
        try (StoreClient client = house.client(SLICE_V2, out, "")) {
            slice(client.store(), open(client.store(), request), 0, Arrays.copyOf(content, MB));
        }
        try (StoreClient client = house.client(SLICE_V2, out, "")) {
            ObjectStore near = client.store();
            Admission.Open again = (Admission.Open) near.initiate(near.traits(Node.BUCKET).fitted(request));

            assertThat(again.contiguous()).isEqualTo(MB);
            slice(near, again.upload(), MB, Arrays.copyOfRange(content, MB, 2 * MB));
            near.complete(again.upload(), Completion.ALL.withReplace(false));
        }
        assertThat(house.stored(object.key()).getBody(byte[].class)).isEqualTo(content);
    }

    @Test
    void whatOneRequestCannotCarryToTheStoreBehindGoesInParts() throws Exception {
        byte[] content = bytes(9 * MB + 1);
        try (StoreClient client = house.client(SLICE_V2, CAYMAN, "")) {
            client.store().put(UploadRequest.of(object).withReplace(false).withOpen(OpenUploads.JOIN), Body.of(content),
                new Checks(Set.of(), Checksums.of(Digest.SHA1, DigestUtils.sha1Hex(content))));
        }
        assertThat(house.stored(object.key()).getBody(byte[].class)).isEqualTo(content);
    }
}
