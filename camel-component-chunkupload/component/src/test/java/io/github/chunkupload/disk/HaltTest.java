package io.github.chunkupload.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.store.UploadException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A process that dies at any call to the disk: what was confirmed is there, what was not is there whole or not at all. */
class HaltTest {

    private static final int NEVER = Integer.MAX_VALUE;

    @Test
    void whateverCallIsTheLastNothingConfirmedIsLostAndLifeGoesOn() throws IOException {
        int calls = live(NEVER);
        assertThat(calls).as("the life is long enough to mean something").isGreaterThan(300);
        for (int n = 1; n <= calls; n++) {
            live(n);
        }
    }

    /** Lives until call {@code last}, which fails like all after it; then lives on. Returns how many calls there were. */
    private static int live(int last) throws IOException {
        MemoryVolume disk = new MemoryVolume();
        AtomicInteger calls = new AtomicInteger();
        WatchedVolume dying = new WatchedVolume(disk, (call, name, bytes) -> {
            int n = calls.incrementAndGet();
            if (n >= last) {
                throw n == last ? new WatchedVolume.HalfWritten("halt") : new IOException("halted");
            }
        });
        Life life = new Life();
        World world = World.EMPTY;
        int next = 0;
        try (DiskStore store = DiskStore.open(dying, DiskSettings.DEFAULT)) {
            for (; next < life.steps().size(); next++) {
                life.steps().get(next).act().run(store);
                world = life.steps().get(next).effect().apply(world);
            }
        } catch (IOException | UploadException e) {
            assertThat(calls.get()).as("failed by itself: %s", e).isGreaterThanOrEqualTo(last);
        }
        liveOn(disk, life, next, world, "call " + last);
        return calls.get();
    }

    private static void liveOn(MemoryVolume disk, Life life, int step, World before, String where) throws IOException {
        try (DiskStore store = DiskStore.open(disk, DiskSettings.DEFAULT)) {
            World world = before;
            for (int next = step; next < life.steps().size(); next++) {
                Life.Step doing = life.steps().get(next);
                World after = doing.effect().apply(world);
                World seen = World.seen(store, Life.KEYS, life.names());
                if (next == step && !seen.equals(world)) {
                    assertThat(known(seen, after)).as("%s, in step '%s'", where, doing.name()).isEqualTo(after);
                    doing.adopt().run(store);
                } else {
                    assertThat(seen).as("%s, before step '%s'", where, doing.name()).isEqualTo(world);
                    doing.act().run(store);
                }
                world = after;
            }
            assertThat(World.seen(store, Life.KEYS, life.names())).as(where).isEqualTo(World.EMPTY);
            assertThat(disk.files()).as("%s: what is left at the end", where)
                .allMatch(name -> name.equals("format") || name.startsWith("done/"));
        }
    }

    /** An upload whose initiate was never answered has no name yet. */
    static World known(World seen, World after) {
        if (!seen.uploads().containsKey(World.UNKNOWN)) {
            return seen;
        }
        String name = after.uploads().keySet().stream().filter(upload -> !seen.uploads().containsKey(upload)).findFirst().orElseThrow();
        World named = seen.withoutUpload(World.UNKNOWN).withUpload(name);
        assertThat(seen.uploads().get(World.UNKNOWN)).isEmpty();
        return named;
    }
}
