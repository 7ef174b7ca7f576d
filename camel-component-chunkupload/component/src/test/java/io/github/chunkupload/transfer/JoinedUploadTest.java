package io.github.chunkupload.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chunkupload.body.Source;
import io.github.chunkupload.body.SourceIdentity;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.transfer.FaultyStore.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One upload that one process opens, whose parts others send, and that yet another completes. */
class JoinedUploadTest extends TransferTestBase {

    private static final UploadRef UPLOAD = new UploadRef(OBJECT, "u");

    private final Ledger ledger = new Ledger(OptionalLong.of(3 * PART + 1));
    private Path file;

    @BeforeEach
    void write() {
        file = file(3 * PART + 1);
    }

    private UploadTicket ticket() {
        try (Source source = Source.of(file)) {
            Opening opening = transfer().open(UploadRequest.of(OBJECT), source, TransferListener.NONE, new TransferControl());
            try (UploadSession session = ((Opening.Parts) opening).session()) {
                return session.ticket().orElseThrow();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As another process does it, which has its own look at the file. */
    private JoinedUpload join(UploadTicket ticket) {
        return transfer().join(ticket, UploadRequest.of(OBJECT));
    }

    private ConfirmedPart send(UploadTicket ticket, int index) {
        try (Source source = Source.of(file)) {
            return join(ticket).send(ticket.slot(index), source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void send(UploadTicket ticket) {
        for (int index = ticket.parts() - 1; index >= 0; index--) {
            ledger.confirm(send(ticket, index));
        }
    }

    @Test
    void partsSentByAnybodyInAnyOrderMakeTheObject() throws Exception {
        UploadTicket ticket = ticket();
        send(ticket);
        ledger.confirm(send(ticket, 2));

        TransferResult result = join(ticket).complete(ledger);

        assertThat(result.parts()).isEqualTo(4);
        assertThat(result.proof()).isEqualTo(Proof.CRC64);
        assertStored(file);
    }

    @Test
    void completeIsOnceInEffectHoweverOftenItIsAsked() throws Exception {
        UploadTicket ticket = ticket();
        send(ticket);
        join(ticket).complete(ledger);
        String etag = disk.head(OBJECT, Access.NONE).etag();

        assertThat(join(ticket).complete(ledger).receipt().etag()).isEqualTo(etag);
        assertThat(join(ticket).complete(new Ledger(OptionalLong.of(3 * PART + 1))).receipt().etag()).isEqualTo(etag);
        assertStored(file);
    }

    @Test
    void whatIsMissingIsNamedAndTheUploadStays() {
        UploadTicket ticket = ticket();
        ledger.confirm(send(ticket, 0));
        ledger.confirm(send(ticket, 3));

        assertThat(failure(Failure.INVALID_PART, () -> join(ticket).complete(ledger)))
            .hasMessageContaining("missing are: 2000 bytes from 1000");
        assertThat(openUploads()).hasSize(1);
        join(ticket).abort();
    }

    @Test
    void aPartThatTheStoreLostIsTakenOutOfTheLedger() throws Exception {
        UploadTicket ticket = ticket();
        send(ticket);
        byte[] other = new byte[PART];
        new PartSender(disk, ticket.upload(), Access.NONE, settings().build(), timing, part -> { })
            .send(ticket.slot(1), Source.of(other).region(0, PART));

        failure(Failure.INVALID_PART, () -> join(ticket).complete(ledger));

        assertThat(ledger.gaps()).containsExactly(new Ledger.Gap(PART, PART));
        ledger.confirm(send(ticket, 1));
        join(ticket).complete(ledger);
        assertStored(file);
    }

    @Test
    void aSourceThatChangedIsRefusedBeforeAnyByte() throws Exception {
        UploadTicket ticket = ticket();
        FileTime before = Files.getLastModifiedTime(file);
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, (byte) 1);
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, before);
        store.forgetCalls();

        failure(Failure.SOURCE_CHANGED, () -> send(ticket, 1));

        assertThat(store.calls(Call.PART)).isZero();
        join(ticket).abort();
        assertThat(openUploads()).isEmpty();
        assertThat(journal.entries()).isEmpty();
    }

    @Test
    void aSourceThatChangesWhileItsPartIsSentIsNeverSentToItsEnd() {
        UploadTicket ticket = ticket();
        store.onPart(1, FaultyStore.first(() -> write(file, bytes(7))));

        failure(Failure.SOURCE_CHANGED, () -> send(ticket, 1));

        assertThat(disk.state(ticket.upload(), -1, 10).parts()).isEmpty();
        join(ticket).abort();
    }

    @Test
    void aPartThatIsNoneOfTheUploadIsRefused() throws Exception {
        UploadTicket ticket = ticket();
        try (Source source = Source.of(file)) {
            JoinedUpload joined = join(ticket);

            failure(Failure.INVALID_PART, () -> joined.send(new PartSlot(1, PART, PART - 1), source));
            failure(Failure.INVALID_PART, () -> joined.send(new PartSlot(4, 4 * PART, 1), source));
            joined.abort();
        }
    }

    @Test
    void anUploadThatIsGoneAndNoObjectIsAFailure() {
        UploadTicket ticket = ticket();
        send(ticket);
        disk.abort(ticket.upload());

        assertThatThrownBy(() -> join(ticket).complete(ledger)).isInstanceOf(UploadException.class);
    }

    @Test
    void whileItsOpenerHoldsItNobodyElseCompletesIt() throws Exception {
        try (Source source = Source.of(file)) {
            Opening opening = transfer().open(UploadRequest.of(OBJECT), source, TransferListener.NONE, new TransferControl());
            try (UploadSession session = ((Opening.Parts) opening).session()) {
                UploadTicket ticket = session.ticket().orElseThrow();
                send(ticket);

                failure(Failure.UPLOAD_OPEN, () -> join(ticket).complete(ledger));
            }
        }
    }

    @Test
    void aStoreThatTakesPartsInTheirOrderGivesNoTicket() throws Exception {
        store.facts(Facts.serial());
        try (Source source = Source.of(file)) {
            Opening opening = transfer().open(UploadRequest.of(OBJECT), source, TransferListener.NONE, new TransferControl());
            try (UploadSession session = ((Opening.Parts) opening).session()) {
                assertThat(session.ticket()).isEmpty();
            }
        }
    }

    @Test
    void aTicketKnowsItsFileOnAnotherMachineToo() {
        UploadTicket ticket = new UploadTicket(UPLOAD, "", 5, 2, new SourceIdentity(5, 7, 8, "(dev=fd00,ino=12)"));

        assertThat(ticket.isOf(new SourceIdentity(5, 7, 8, "(dev=2a,ino=12)"))).isTrue();
        assertThat(ticket.isOf(new SourceIdentity(5, 7, 8, ""))).isTrue();
        assertThat(ticket.isOf(new SourceIdentity(5, 7, 8, "(dev=fd00,ino=13)"))).isFalse();
        assertThat(ticket.isOf(new SourceIdentity(6, 7, 8, "(dev=fd00,ino=12)"))).isFalse();
        assertThat(ticket.isOf(new SourceIdentity(5, 6, 8, "(dev=fd00,ino=12)"))).isFalse();
        assertThat(ticket.isOf(new SourceIdentity(5, 7, 9, "(dev=fd00,ino=12)"))).isFalse();
    }

    @Test
    void aTicketForAnotherObjectIsRefused() {
        UploadTicket ticket = new UploadTicket(UPLOAD, "", 5, 2, new SourceIdentity(5, 7, 8, ""));

        failure(Failure.INVALID_ARGUMENT, () -> transfer().join(ticket, UploadRequest.of(new ObjectRef("bucket", "other"))));
    }
}
