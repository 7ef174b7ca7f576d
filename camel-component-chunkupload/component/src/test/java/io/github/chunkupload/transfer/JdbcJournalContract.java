package io.github.chunkupload.transfer;

import static io.github.chunkupload.transfer.FaultyStore.first;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.chunkupload.body.Source;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.transfer.FaultyStore.Call;
import io.github.chunkupload.transfer.UploadJournal.Lease;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a journal in a database has to do beside: leases run out, and who lost one can do no harm. */
abstract class JdbcJournalContract extends JournalContract {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir
    Path directory;

    /** The database. */
    abstract DataSource database();

    /** Runs before {@link JournalContract#begin()} opens the journal of a database without tables. */
    @Override
    final UploadJournal open() throws SQLException {
        if (journal == null) {
            dropTables();
        }
        return another();
    }

    private void dropTables() throws SQLException {
        dropTable("chunkupload_part");
        dropTable("chunkupload_upload");
    }

    private void dropTable(String name) throws SQLException {
        try (Connection connection = database().getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS " + name);
        }
    }

    @BeforeEach
    void noTablesAtFirst() {
        assertThat(journal.entries()).isEmpty();
    }

    private JdbcJournal another() {
        return JdbcJournal.open(database(), now::get);
    }

    private void pass(int seconds) {
        now.updateAndGet(time -> time.plusSeconds(seconds));
    }

    private static void refused(Failure kind, ThrowingCallable call) {
        assertThatExceptionOfType(UploadException.class).isThrownBy(call).satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @Test
    void theLeaseOfADeadProcessIsTakenOverWhenItHasRunOut() {
        begun().confirmed(part(3));
        JdbcJournal other = another();
        pass(59);
        refused(Failure.UPLOAD_OPEN, () -> other.lease(KEY, ""));
        pass(2);
        try (Lease lease = other.lease(KEY, "")) {
            assertThat(lease.entry().upload().uploadId()).isEqualTo("upload-1");
            assertThat(lease.entry().parts()).containsOnlyKeys(3);
        }
    }

    @Test
    void aLeaseThatIsRenewedIsNotTakenOver() {
        begun();
        for (int i = 0; i < 5; i++) {
            pass(40);
            ((JdbcJournal) journal).renew();
            refused(Failure.UPLOAD_OPEN, () -> another().lease(KEY, ""));
        }
    }

    @Test
    void everyWriteRenewsTheLease() {
        Lease lease = begun();
        pass(40);
        lease.confirmed(part(0));
        pass(40);
        refused(Failure.UPLOAD_OPEN, () -> another().lease(KEY, ""));
    }

    @Test
    void whoLostTheLeaseWritesNothingAnyMore() {
        Lease lost = begun();
        pass(61);
        Lease lease = another().lease(KEY, "");
        lease.confirmed(part(1));
        refused(Failure.CANCELLED, () -> lost.confirmed(part(2)));
        refused(Failure.CANCELLED, () -> lost.adopted(List.of(part(2))));
        refused(Failure.CANCELLED, () -> lost.opened(OPEN, 99, "", Optional.empty(), Checksums.NONE));
        refused(Failure.CANCELLED, lost::completing);
        refused(Failure.CANCELLED, lost::aborting);
        lost.forget();
        ((JdbcJournal) journal).renew();
        lost.close();
        assertThat(journal.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.parts()).containsOnlyKeys(1);
            assertThat(entry.phase()).isEqualTo(JournalEntry.Phase.OPEN);
            assertThat(entry.partSize()).isEqualTo(10);
        });
        pass(59);
        refused(Failure.UPLOAD_OPEN, () -> another().lease(KEY, ""));
        lease.completing();
    }

    @Test
    void aFencingNumberNeverComesBack() {
        Lease lost = begun();
        pass(61);
        try (Lease second = another().lease(KEY, "")) {
            second.forget();
        }
        try (Lease third = another().lease(KEY, "")) {
            third.opened(OPEN, 10, "tag-3", Optional.empty(), Checksums.NONE);
            refused(Failure.CANCELLED, () -> lost.confirmed(part(0)));
            assertThat(journal.entries()).singleElement().satisfies(entry -> assertThat(entry.parts()).isEmpty());
        }
    }

    @Test
    void ofManyWhoAskAtOnceOneGetsTheLease() throws Exception {
        assertThat(race(() -> another().lease(KEY, ""))).as("of an entry that is not there").hasSize(1);
        pass(61);
        assertThat(race(() -> another().lease(KEY, ""))).as("of one whose lease has run out").hasSize(1);
    }

    @Test
    void theTablesAreMadeOnceHoweverManyBeginTogether() throws Exception {
        dropTables();
        assertThat(race(this::another)).hasSize(8);
        assertThat(journal.entries()).isEmpty();
    }

    @Test
    void aProcessThatDiedBetweenTheTablesHindersNobody() throws SQLException {
        dropTable("chunkupload_part");

        try (Lease lease = another().lease(KEY, "")) {
            assertThat(lease.entry().parts()).isEmpty();
        }
        assertThat(journal.entries()).isEmpty();
    }

    /** Returns what those got who were not refused. */
    private static <T> List<T> race(Callable<T> call) throws Exception {
        ExecutorService racers = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Optional<T>>> calls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                calls.add(() -> {
                    try {
                        return Optional.of(call.call());
                    } catch (UploadException e) {
                        assertThat(e.kind()).isEqualTo(Failure.UPLOAD_OPEN);
                        return Optional.empty();
                    }
                });
            }
            List<T> got = new ArrayList<>();
            for (Future<Optional<T>> each : racers.invokeAll(calls)) {
                each.get().ifPresent(got::add);
            }
            return got;
        } finally {
            racers.shutdownNow();
        }
    }

    @Test
    void aTransferThatLostItsLeaseNeverAsksForComplete() throws Exception {
        Path file = Files.write(directory.resolve("source"), new byte[3000]);
        try (DiskStore disk = DiskStore.open(directory.resolve("store"), new DiskSettings(Fsync.NEVER, Clock.systemUTC()));
                FaultyStore store = new FaultyStore(disk); Source source = Source.of(file)) {
            UploadRequest request = UploadRequest.of(OBJECT);
            store.onPart(1, first(() -> {
                pass(61);
                another().lease(new UploadJournal.Key("", OBJECT, source.identity().orElseThrow()), "");
            }));
            refused(Failure.CANCELLED, () -> transfer(store).upload(request, source));
            assertThat(store.calls(Call.COMPLETE)).isZero();
            assertThat(store.calls(Call.ABORT)).as("the upload is another's now").isZero();

            pass(61);
            store.forgetCalls();
            assertThat(transfer(store).upload(request, source).resumedParts()).isEqualTo(1);
            assertThat(store.confirmed()).containsExactly(2);
            assertThat(journal.entries()).isEmpty();
        }
    }

    private Transfer transfer(FaultyStore store) {
        TransferSettings settings = TransferSettings.builder().partSize(1000).putThreshold(0).parallelParts(1).build();
        return Transfer.on(store).settings(settings).journal(journal).build();
    }

    @Test
    void aLeaseThatEndsItselfCanBeTakenAtOnce() {
        begun().close();
        pass(1);
        another().lease(KEY, "").close();
        assertThat(Duration.between(Instant.parse("2026-01-01T00:00:00Z"), now.get())).isLessThan(Duration.ofSeconds(60));
    }
}
