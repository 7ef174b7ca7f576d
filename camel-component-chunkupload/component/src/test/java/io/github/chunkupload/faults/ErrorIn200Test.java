package io.github.chunkupload.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.checksum.Hashing;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.testing.Fault;
import io.github.chunkupload.testing.FaultPlan;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is asked, a success by status whose body tells an error is that error. */
@Timeout(60)
class ErrorIn200Test {

    private static final ObjectRef OBJECT = new ObjectRef(FaultyGateway.BUCKET, "key");
    private static final byte[] BYTES = new byte[2 * Wire.PART];

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void anErrorThatComesWithStatus200IsNeverTakenForSuccess(Wire wire) {
        try (FaultyGateway gateway = new FaultyGateway(wire, directory)) {
            ObjectStore client = gateway.client();
            UploadRequest request = request(client);
            PartSlot slot = new PartSlot(0, 0, Wire.PART);
            PartSlot last = new PartSlot(1, Wire.PART, Wire.PART);
            Body part = Body.of(Arrays.copyOf(BYTES, Wire.PART));

            fails(gateway, () -> client.initiate(request));
            UploadRef upload = ((Admission.Open) client.initiate(request)).upload();
            fails(gateway, () -> client.putPart(upload, slot, part, Checks.NONE, Access.NONE));
            if (client.traits(OBJECT.bucket()).maxPut() > 0) {
                fails(gateway, () -> client.put(request, Body.of(BYTES), Checks.NONE));
            }
            List<PartReceipt> receipts = Stream.of(slot, last).map(s -> client.putPart(upload, s, part, Checks.NONE, Access.NONE)).toList();
            if (!client.traits(OBJECT.bucket()).implicitFinish()) {
                fails(gateway, () -> client.complete(upload, Completion.of(receipts)));
            }
            if (client.traits(OBJECT.bucket()).aborts()) {
                fails(gateway, () -> client.abort(upload));
            }
        }
    }

    private static UploadRequest request(ObjectStore client) {
        OpenUploads open = Stream.of(OpenUploads.values()).filter(client.traits(OBJECT.bucket()).openUploads()::contains).findFirst()
            .orElseThrow();
        Hashing hashing = new Hashing(EnumSet.copyOf(Set.of(Digest.SHA1, Digest.MD5)));
        hashing.update(BYTES, 0, BYTES.length);
        return UploadRequest.of(OBJECT).withSize(BYTES.length).withPartSize(Wire.PART).withOpen(open).withKnown(hashing.finish());
    }

    private static void fails(FaultyGateway gateway, Runnable call) {
        FaultPlan plan = new FaultPlan(1, Set.of(Fault.ERROR_IN_200), 1, 1, 1, () -> false);
        gateway.play(plan);
        UploadException e = catchThrowableOfType(UploadException.class, call::run);
        assertThat(plan.struck()).hasSize(1);
        assertThat(e).isNotNull();
        assertThat(e.kind()).as(e.toString()).isEqualTo(Failure.UNAVAILABLE);
    }
}
