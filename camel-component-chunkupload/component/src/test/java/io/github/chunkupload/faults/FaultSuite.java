package io.github.chunkupload.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.testing.Fault;
import io.github.chunkupload.testing.FaultPlan;
import io.github.chunkupload.transfer.FileJournal;
import io.github.chunkupload.transfer.RetryPolicy;
import io.github.chunkupload.transfer.UploadJournal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Transfers over a line that resets, stalls, trickles, cuts, flips and lies: each ends with the identical object or with a named
 * failure, after which another one on the same journal ends it. A subclass says in which way they are sent. {@code -Psoak} makes ten
 * times as many, {@code -Dsoak.factor} more.
 */
@Tag("soak")
@Timeout(value = 60, unit = TimeUnit.MINUTES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class FaultSuite {

    private static final int FACTOR = Integer.getInteger("soak.factor", 1);
    private static final int TRANSFERS = 20 * FACTOR;
    private static final int IMPATIENT_TRANSFERS = 6 * FACTOR;
    private static final int LANES = 3;
    private static final long SEED = 20261121;
    private static final List<Fault> FAULTS = List.of(Fault.values());

    private final Outcomes patient = new Outcomes();
    private final Outcomes impatient = new Outcomes();
    @TempDir
    private Path directory;
    private UploadJournal journal;
    private Path spool;

    /** Returns a way to send files through {@code gateway} that writes uploads down in {@code journal}. */
    protected abstract Sending sending(FaultyGateway gateway, UploadJournal journal, Path spool) throws Exception;

    @BeforeEach
    final void open() throws Exception {
        journal = FileJournal.open(directory.resolve("journal"));
        spool = Files.createDirectory(directory.resolve("spool"));
    }

    @AfterEach
    final void nothingIsLeftBehind() throws Exception {
        assertThat(journal.entries()).as("journal").isEmpty();
        journal.close();
        try (var left = Files.list(spool)) {
            assertThat(left).as("spool files").isEmpty();
        }
    }

    @AfterAll
    final void tellOutcomes() {
        System.out.println("Patient transfers\n" + patient + "\nTransfers that try once\n" + impatient);
    }

    @ParameterizedTest
    @EnumSource
    void transfersEndWithTheIdenticalObjectOrANamedFailure(Wire wire) throws Exception {
        transfer(wire, TRANSFERS, patient, i -> {
            int kind = i % (FAULTS.size() + 1);
            Set<Fault> faults = kind == FAULTS.size() ? EnumSet.allOf(Fault.class) : EnumSet.of(FAULTS.get(kind));
            return new Order(wire, i, faults, RetryPolicy.DEFAULT, 5);
        });
        assertThat(patient.count(wire, true)).as("identical objects of %d\n%s", TRANSFERS, patient)
            .isGreaterThanOrEqualTo((TRANSFERS * 95 + 99) / 100);
    }

    @ParameterizedTest
    @EnumSource
    void aSecondTransferEndsWhatAFailedOneBeganAndSendsNoConfirmedPartAgain(Wire wire) throws Exception {
        transfer(wire, IMPATIENT_TRANSFERS, impatient, i -> new Order(wire, 1000 + i, EnumSet.allOf(Fault.class), RetryPolicy.NEVER, 2));
        assertThat(impatient.count(wire, false)).as("transfers that failed first\n%s", impatient).isPositive();
    }

    /** What to transfer, and through what. */
    private record Order(Wire wire, int number, Set<Fault> faults, RetryPolicy retry, int most) {

        long seed() {
            return SEED + 1_000_003L * wire.ordinal() + number;
        }

        String name() {
            return faults.size() == 1 ? faults.iterator().next().name() : "mixed";
        }

        ObjectRef object() {
            return new ObjectRef(FaultyGateway.BUCKET, "dir one/object " + number);
        }
    }

    /** Transfers in some lanes, each with a gateway of its own, because most of the time goes by in waiting for a line. */
    private void transfer(Wire wire, int transfers, Outcomes outcomes, IntFunction<Order> orders) throws Exception {
        ConcurrentLinkedQueue<AssertionError> wrong = new ConcurrentLinkedQueue<>();
        ExecutorService lanes = Executors.newFixedThreadPool(LANES);
        try {
            List<Callable<Void>> work = new ArrayList<>();
            for (int lane = 0; lane < LANES; lane++) {
                int first = lane;
                work.add(() -> {
                    lane(wire, first, transfers, orders, outcomes, wrong);
                    return null;
                });
            }
            for (Future<Void> lane : lanes.invokeAll(work)) {
                lane.get();
            }
        } finally {
            lanes.shutdownNow();
        }
        assertThat(wrong).isEmpty();
    }

    private void lane(Wire wire, int first, int transfers, IntFunction<Order> orders, Outcomes outcomes,
            ConcurrentLinkedQueue<AssertionError> wrong) throws Exception {
        try (FaultyGateway gateway = new FaultyGateway(wire, directory.resolve("store " + first));
                Sending sending = sending(gateway, journal, spool)) {
            for (int i = first; i < transfers; i += LANES) {
                Order order = orders.apply(i);
                try {
                    transfer(order, gateway, sending, outcomes);
                } catch (AssertionError e) {
                    wrong.add(new AssertionError(order + ": " + e.getMessage(), e));
                }
            }
        }
    }

    private void transfer(Order order, FaultyGateway gateway, Sending sending, Outcomes outcomes) throws Exception {
        Random random = new Random(order.seed());
        boolean small = order.number() % 7 == 6;
        byte[] bytes = new byte[small ? 2000 + random.nextInt(Wire.PART - 2000) : 3 * Wire.PART + random.nextInt(4 * Wire.PART)];
        random.nextBytes(bytes);
        Path file = Files.write(directory.resolve("source " + order.number()), bytes);

        FaultPlan plan = new FaultPlan(order.seed(), order.faults(), small ? 1 : 4, 0.25, order.most(), gateway.watched()::isMade);
        gateway.play(plan);
        Attempt attempt = Attempt.make(sending, order.object(), file, order.retry());
        outcomes.ended(order.wire(), order.name(), attempt.kind());
        attempt.retried().forEach(cause -> outcomes.saw(order.wire(), order.name(), cause.kind()));
        if (attempt.failure().isEmpty()) {
            assertThat(plan.struck()).as("faults").isNotEmpty();
        }
        assertThat(attempt.kind()).as("%s", attempt.failure()).isNotIn(Failure.INTERNAL, Failure.CANCELLED);

        gateway.play(FaultPlan.NONE);
        if (attempt.failure().isPresent()) {
            resume(gateway, sending, order.object(), file, attempt);
        }
        assertThat(gateway.stored(order.object())).as("after %s, %s", plan.struck(), attempt.failure())
            .hasValueSatisfying(stored -> assertThat(Arrays.equals(stored, bytes)).as("identical").isTrue());
        assertThat(gateway.openUploads(order.object())).as("open uploads after %s", plan.struck()).isEmpty();
        assertThat(journal.entries()).as("journal").noneMatch(entry -> entry.key().object().equals(order.object()));
    }

    private static void resume(FaultyGateway gateway, Sending sending, ObjectRef object, Path file, Attempt first) throws Exception {
        List<String> left = gateway.openUploads(object);
        Attempt second = Attempt.make(sending, object, file, RetryPolicy.DEFAULT);
        if (second.kind() == Failure.UPLOAD_OPEN && first.confirmed().isEmpty()) {
            second = afterAbort(gateway, sending, left, object, file);
        }
        boolean there = !gateway.client().traits(FaultyGateway.BUCKET).overwrites() && Files.size(file) <= Wire.PART;
        assertThat(second.kind()).as("second transfer after %s: %s", first.failure(), second.failure())
            .isIn(null, there ? Failure.ALREADY_EXISTS : null);
        assertThat(gateway.watched().arrivals()).as("parts sent after %s", first.failure())
            .filteredOn(arrival -> left.contains(arrival.uploadId()))
            .noneMatch(arrival -> first.confirmed().contains(arrival.number()));
    }

    /** Where the answer to initiate and that to the search for the lost upload are both lost, only its abort makes the key free. */
    private static Attempt afterAbort(FaultyGateway gateway, Sending sending, List<String> left, ObjectRef object, Path file)
            throws Exception {
        assertThat(gateway.client().traits(FaultyGateway.BUCKET).exclusive()).as("one upload of a key").isTrue();
        left.forEach(id -> gateway.abort(object, id));
        return Attempt.make(sending, object, file, RetryPolicy.DEFAULT);
    }
}
