package io.github.chunkupload.contract;

import static io.github.chunkupload.contract.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Editing;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is promised of edits of finished objects; a store whose objects stay as they are has no such capability. */
interface EditingContract extends StoreUnderTest {

    @Test
    default void overwritesBytesOfAnObjectAndAppendsToIt() {
        capable(Editing.class).ifPresent(editing -> {
            ObjectRef object = object("edited");
            byte[] expected = Content.random(1, 5000);
            make(object, expected);
            for (int offset : new int[] {0, 100, 4990, 5000 + 10, 2000, 99}) {
                byte[] some = Content.random(offset, 20);
                editing.write(object, offset, Body.of(some), Checks.NONE);
                expected = Arrays.copyOf(expected, Math.max(expected.length, offset + 20));
                System.arraycopy(some, 0, expected, offset, 20);
                Content.isStored(store(), object, expected);
                Content.isTrue(store().head(object, Access.NONE).sums(), expected);
            }
        });
    }

    @Test
    default void fillsWithZerosWhatLiesBetweenTheEndAndTheNewBytes() {
        capable(Editing.class).ifPresent(editing -> {
            ObjectRef object = object("gap");
            byte[] expected = Content.random(2, 100);
            make(object, expected);
            editing.write(object, 3000, Body.of(Content.random(3, 10)), Checks.NONE);
            expected = Arrays.copyOf(expected, 3010);
            System.arraycopy(Content.random(3, 10), 0, expected, 3000, 10);
            Content.isStored(store(), object, expected);
        });
    }

    @Test
    default void cutsAnObjectAndLetsItGrow() {
        capable(Editing.class).ifPresent(editing -> {
            ObjectRef object = object("cut");
            byte[] expected = Content.random(4, 1000);
            make(object, expected);
            for (int size : new int[] {700, 700, 1500, 10, 0, 30}) {
                editing.truncate(object, size);
                expected = Arrays.copyOf(expected, size);
                Content.isStored(store(), object, expected);
            }
        });
    }

    @Test
    default void whateverIsEditedTheBytesAreThoseOfTheLastEdit() {
        capable(Editing.class).ifPresent(editing -> {
            ObjectRef object = object("often");
            Random random = new Random(5);
            byte[] expected = Content.random(6, 2000);
            make(object, expected);
            for (int i = 0; i < 60; i++) {
                if (random.nextInt(6) == 0) {
                    expected = Arrays.copyOf(expected, random.nextInt(3000));
                    editing.truncate(object, expected.length);
                } else {
                    int offset = random.nextInt(3000);
                    byte[] some = Content.random(i, 1 + random.nextInt(500));
                    editing.write(object, offset, Body.of(some), Checks.NONE);
                    expected = Arrays.copyOf(expected, Math.max(expected.length, offset + some.length));
                    System.arraycopy(some, 0, expected, offset, some.length);
                }
            }
            Content.isStored(store(), object, expected);
        });
    }

    @Test
    default void whoReadsWhileAnObjectIsEditedReadsTheOneBefore() {
        capable(Editing.class).ifPresent(editing -> {
            ObjectRef object = object("read");
            byte[] before = Content.random(7, 300_000);
            make(object, before);
            try (Download download = store().get(object, ByteRange.ALL, Access.NONE)) {
                editing.write(object, 1000, Body.of(Content.random(8, 50)), Checks.NONE);
                editing.truncate(object, 5);
                Content.isSame(Content.read(download), before);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Content.isStored(store(), object, Arrays.copyOf(before, 5));
        });
    }

    @Test
    default void refusesEditsThatCannotBeAndChangesNothing() {
        capable(Editing.class).ifPresent(editing -> {
            ObjectRef object = object("same");
            byte[] content = Content.random(9, 100);
            byte[] some = Content.random(10, 10);
            refused(Failure.NO_SUCH_OBJECT, () -> editing.write(object, 0, Body.of(some), Checks.NONE));
            refused(Failure.NO_SUCH_OBJECT, () -> editing.truncate(object, 3));
            make(object, content);
            refused(Failure.INVALID_ARGUMENT, () -> editing.write(object, -1, Body.of(some), Checks.NONE));
            refused(Failure.INVALID_ARGUMENT, () -> editing.truncate(object, -1));
            Checks wrong = new Checks(traits().partChecks(), Content.sums(content, traits().partChecks()));
            if (!traits().partChecks().isEmpty()) {
                refused(Failure.DIGEST_MISMATCH, () -> editing.write(object, 5, Body.of(some), wrong));
            }
            assertThat(store().head(object, Access.NONE).size()).isEqualTo(100);
            Content.isStored(store(), object, content);
        });
    }
}
