package io.github.chunkupload.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.testing.Fault;
import io.github.chunkupload.testing.FaultPlan;
import io.github.chunkupload.transfer.FileJournal;
import io.github.chunkupload.transfer.RetryPolicy;
import io.github.chunkupload.transfer.Timing;
import io.github.chunkupload.transfer.Transfer;
import io.github.chunkupload.transfer.TransferSettings;
import io.github.chunkupload.transfer.UploadJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Transfers over a line that resets, stalls, trickles, cuts, flips and lies: each ends with the identical object or with a named
 * failure, after which another one on the same journal ends it. {@code -Psoak} makes ten times as many, {@code -Dsoak.factor} more.
 */
@Tag("soak")
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class FaultSuiteTest {

    private static final int FACTOR = Integer.getInteger("soak.factor", 1);
    private static final int TRANSFERS = 20 * FACTOR;
    private static final int IMPATIENT_TRANSFERS = 6 * FACTOR;
    private static final long SEED = 20261121;
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int PARALLEL = 3;
    private static final String ENDPOINT = "http://gateway.example";
    private static final List<Fault> FAULTS = List.of(Fault.values());
    private static final Outcomes PATIENT = new Outcomes();
    private static final Outcomes IMPATIENT = new Outcomes();

    @TempDir
    private Path directory;
    private final ExecutorService pool = Executors.newFixedThreadPool(PARALLEL);
    private UploadJournal journal;
    private Path spool;

    @BeforeEach
    void open() throws IOException {
        journal = FileJournal.open(directory.resolve("journal"));
        spool = Files.createDirectory(directory.resolve("spool"));
    }

    @AfterEach
    void nothingIsLeftBehind() throws Exception {
        journal.close();
        pool.shutdown();
        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).as("all parts have ended").isTrue();
        try (var left = Files.list(spool)) {
            assertThat(left).as("spool files").isEmpty();
        }
    }

    @AfterAll
    static void tellOutcomes() {
        System.out.println("Patient transfers\n" + PATIENT + "\nTransfers that try once\n" + IMPATIENT);
    }

    @ParameterizedTest
    @EnumSource
    void transfersEndWithTheIdenticalObjectOrANamedFailure(Wire wire) throws Exception {
        List<AssertionError> wrong = new ArrayList<>();
        try (FaultyGateway gateway = new FaultyGateway(wire, directory.resolve("store"))) {
            for (int i = 0; i < TRANSFERS; i++) {
                int kind = i % (FAULTS.size() + 1);
                Set<Fault> faults = kind == FAULTS.size() ? EnumSet.allOf(Fault.class) : EnumSet.of(FAULTS.get(kind));
                collect(wrong, new Order(wire, i, faults, RetryPolicy.DEFAULT, 5), gateway, PATIENT);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(PATIENT.count(wire, true)).as("identical objects of %d\n%s", TRANSFERS, PATIENT)
            .isGreaterThanOrEqualTo((TRANSFERS * 95 + 99) / 100);
    }

    @ParameterizedTest
    @EnumSource
    void aSecondTransferEndsWhatAFailedOneBeganAndSendsNoConfirmedPartAgain(Wire wire) throws Exception {
        List<AssertionError> wrong = new ArrayList<>();
        try (FaultyGateway gateway = new FaultyGateway(wire, directory.resolve("store"))) {
            for (int i = 0; i < IMPATIENT_TRANSFERS; i++) {
                collect(wrong, new Order(wire, 1000 + i, EnumSet.allOf(Fault.class), RetryPolicy.NEVER, 2), gateway, IMPATIENT);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(IMPATIENT.count(wire, false)).as("transfers that failed first\n%s", IMPATIENT).isPositive();
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

    private void collect(List<AssertionError> wrong, Order order, FaultyGateway gateway, Outcomes outcomes) throws IOException {
        try {
            transfer(order, gateway, outcomes);
        } catch (AssertionError e) {
            wrong.add(new AssertionError(order + ": " + e.getMessage(), e));
        }
    }

    private void transfer(Order order, FaultyGateway gateway, Outcomes outcomes) throws IOException {
        Random random = new Random(order.seed());
        boolean small = order.number() % 7 == 6;
        byte[] bytes = new byte[small ? 2000 + random.nextInt(Wire.PART - 2000) : 3 * Wire.PART + random.nextInt(4 * Wire.PART)];
        random.nextBytes(bytes);
        Path file = Files.write(directory.resolve("source " + order.number()), bytes);

        FaultPlan plan = new FaultPlan(order.seed(), order.faults(), small ? 1 : 4, 0.25, order.most(), gateway.watched()::isMade);
        gateway.play(plan);
        Attempt attempt = Attempt.make(transfer(gateway, order.retry(), random.nextLong()), order.object(), file);
        outcomes.ended(order.wire(), order.name(), attempt.kind());
        attempt.retried().forEach(cause -> outcomes.saw(order.wire(), order.name(), cause.kind()));
        if (attempt.failure().isEmpty()) {
            assertThat(plan.struck()).as("faults").isNotEmpty();
        }
        assertThat(attempt.kind()).as("%s", attempt.failure()).isNotIn(Failure.INTERNAL, Failure.CANCELLED);

        gateway.play(FaultPlan.NONE);
        if (attempt.failure().isPresent()) {
            resume(gateway, order.object(), file, attempt);
        }
        assertThat(gateway.stored(order.object())).as("after %s, %s", plan.struck(), attempt.failure())
            .hasValueSatisfying(stored -> assertThat(Arrays.equals(stored, bytes)).as("identical").isTrue());
        assertThat(gateway.openUploads(order.object())).as("open uploads after %s", plan.struck()).isEmpty();
        assertThat(journal.entries(ENDPOINT, order.object())).as("journal").isEmpty();
    }

    private void resume(FaultyGateway gateway, ObjectRef object, Path file, Attempt first) throws IOException {
        List<String> left = gateway.openUploads(object);
        Attempt second = Attempt.make(transfer(gateway, RetryPolicy.DEFAULT, 0), object, file);
        if (second.kind() == Failure.UPLOAD_OPEN && first.confirmed().isEmpty()) {
            second = afterAbort(gateway, left, object, file);
        }
        boolean there = !gateway.client().traits(FaultyGateway.BUCKET).overwrites() && Files.size(file) <= Wire.PART;
        assertThat(second.kind()).as("second transfer after %s: %s", first.failure(), second.failure())
            .isIn(null, there ? Failure.ALREADY_EXISTS : null);
        assertThat(gateway.watched().arrivals()).as("parts sent after %s", first.failure())
            .filteredOn(arrival -> left.contains(arrival.uploadId()))
            .noneMatch(arrival -> first.confirmed().contains(arrival.number()));
    }

    /** Where the answer to initiate and that to the search for the lost upload are both lost, only its abort makes the key free. */
    private Attempt afterAbort(FaultyGateway gateway, List<String> left, ObjectRef object, Path file) throws IOException {
        assertThat(gateway.client().traits(FaultyGateway.BUCKET).exclusive()).as("one upload of a key").isTrue();
        left.forEach(id -> gateway.client().abort(new UploadRef(object, id)));
        return Attempt.make(transfer(gateway, RetryPolicy.DEFAULT, 0), object, file);
    }

    private Transfer transfer(FaultyGateway gateway, RetryPolicy retry, long seed) {
        TransferSettings settings = TransferSettings.builder().partSize(Wire.PART).parallelParts(PARALLEL).retry(retry)
            .deadline(DEADLINE).completeTimeout(Duration.ofSeconds(10)).build();
        Timing hasty = new Timing(Timing.SYSTEM.clock(), new Random(seed), FaultSuiteTest::blink);
        return Transfer.on(gateway.client()).endpoint(ENDPOINT).settings(settings).journal(journal).executor(pool)
            .spoolDirectory(spool).timing(hasty).build();
    }

    /** Waits shorter than asked. */
    private static void blink(Duration asked) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(Math.min(3, asked.toMillis()));
    }
}
