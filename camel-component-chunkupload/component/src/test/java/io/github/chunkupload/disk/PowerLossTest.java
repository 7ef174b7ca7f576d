package io.github.chunkupload.disk;

import static io.github.chunkupload.disk.Samples.joined;
import static io.github.chunkupload.disk.Samples.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.disk.MemoryVolume.Fate;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.StoredPart;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The power fails before each call that changes the disk. Of what was neither forced nor synced anything may be lost, torn or filled
 * with zeros: all combinations where they are few, otherwise nothing, everything and seeded samples.
 */
class PowerLossTest {

    private static final int FACTOR = Integer.getInteger("soak.factor", 1);
    private static final int COMBINATIONS = 10 * FACTOR;
    private static final int SAMPLES = 6 * FACTOR;
    private static final Set<WatchedVolume.Call> HARMLESS = EnumSet.of(WatchedVolume.Call.READ, WatchedVolume.Call.LIST,
        WatchedVolume.Call.OPEN, WatchedVolume.Call.SIZE);

    private final MemoryVolume disk = new MemoryVolume();
    private final Life life = new Life();
    private World before = World.EMPTY;
    private World after = World.EMPTY;
    private String step = "open the store";
    private int calls;
    private int failures;

    @Test
    void whateverTheDiskForgetsNothingConfirmedIsLost() throws IOException {
        live(Fsync.PART);
        assertThat(calls).isGreaterThan(300);
        assertThat(failures).isGreaterThan(1000);
    }

    @Test
    void whenOnlyObjectsAreForcedPartsMayBeLostButNeverDamaged() throws IOException {
        live(Fsync.OBJECT);
        assertThat(calls).isGreaterThan(200);
        assertThat(failures).isGreaterThan(1000);
    }

    private void live(Fsync fsync) throws IOException {
        DiskSettings settings = new DiskSettings(fsync, Clock.systemUTC());
        WatchedVolume watched = new WatchedVolume(disk, (call, name, bytes) -> {
            if (!HARMLESS.contains(call)) {
                calls++;
                lose(settings, call + " " + name);
            }
        });
        try (DiskStore store = DiskStore.open(watched, settings)) {
            for (Life.Step next : life.steps()) {
                step = next.name();
                after = next.effect().apply(before);
                next.act().run(store);
                before = after;
                lose(settings, "the answer");
            }
        }
    }

    private void lose(DiskSettings settings, String moment) throws IOException {
        Combinations all = new Combinations();
        boolean more = true;
        for (int i = 0; i < COMBINATIONS && more; i++) {
            lose(settings, all.chooser(), moment);
            more = all.advance();
        }
        if (more) {
            lose(settings, fates -> Fate.KEPT, moment);
            for (int i = 0; i < SAMPLES; i++) {
                Random random = new Random(calls * 1000L + i);
                lose(settings, fates -> fates.get(random.nextInt(fates.size())), moment);
            }
        }
    }

    private void lose(DiskSettings settings, MemoryVolume.Chooser chooser, String moment) throws IOException {
        failures++;
        String where = "power lost at call " + calls + " (before " + moment + ") in step '" + step + "'";
        try (DiskStore store = DiskStore.open(disk.afterPowerLoss(chooser), settings)) {
            World seen = World.seen(store, Life.KEYS, life.names());
            if (!same(seen, before, settings)) {
                boolean whole = same(seen.uploads().containsKey(World.UNKNOWN) && settings.fsync() == Fsync.PART
                    ? HaltTest.known(seen, after) : seen, after, settings);
                assertThat(whole).as("%s: seen %s, but before was %s and after is %s", where, seen, before, after).isTrue();
            }
            finishAll(store, where);
        } catch (UploadException e) {
            throw new AssertionError(where + ": " + e, e);
        }
    }

    private static boolean same(World seen, World expected, DiskSettings settings) {
        boolean objects = seen.objects().equals(expected.objects()) && seen.staged().equals(expected.staged())
            && seen.buckets().equals(expected.buckets());
        return objects && (settings.fsync() == Fsync.OBJECT || seen.uploads().equals(expected.uploads()));
    }

    /** Every part that is listed is whole, so that an object can be made of all of them. */
    private void finishAll(DiskStore store, String where) {
        for (UploadInfo upload : store.uploads(UploadQuery.prefix(World.BUCKET, "")).items()) {
            List<PartReceipt> parts = store.state(upload.upload(), -1, 1000).parts().stream().map(StoredPart::receipt).toList();
            if (!parts.isEmpty() && parts.stream().allMatch(part -> life.sent(part.etag()) != null)) {
                store.complete(upload.upload(), Completion.of(parts));
                byte[] expected = joined(parts.stream().map(part -> life.sent(part.etag())).toArray(byte[][]::new));
                ObjectRef object = upload.upload().object();
                assertThat(read(store, object, World.access(object.key()))).as(where).isEqualTo(expected);
            }
        }
    }

    /** All combinations of fates, one after another, beginning with the first fate of every effect. */
    private static final class Combinations {

        private final List<Integer> chosen = new ArrayList<>();
        private final List<Integer> sizes = new ArrayList<>();

        MemoryVolume.Chooser chooser() {
            sizes.clear();
            return fates -> {
                int position = sizes.size();
                sizes.add(fates.size());
                if (position == chosen.size()) {
                    chosen.add(0);
                }
                return fates.get(chosen.get(position));
            };
        }

        /** Goes on to the next combination after one was used; false: that was the last. */
        boolean advance() {
            for (int last = sizes.size() - 1; last >= 0; last--) {
                chosen.subList(last + 1, chosen.size()).clear();
                if (chosen.get(last) + 1 < sizes.get(last)) {
                    chosen.set(last, chosen.get(last) + 1);
                    return true;
                }
            }
            return false;
        }
    }
}
