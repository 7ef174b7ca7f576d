package io.github.chunkupload.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.StoredPart;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadState;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** A client of one protocol that uploads one object after another, each over as many lives of the gateway as it takes. */
final class KilledGatewayClient {

    private static final int MOST_PARTS = 6;

    private final Spoken spoken;
    private final String name;
    private final Random random;
    private final Map<ObjectRef, byte[]> acknowledged = new HashMap<>();
    private final List<SpokenUpload> unfinished = new ArrayList<>();
    private int objects;
    private int firstRouted;
    private int parts;

    KilledGatewayClient(Spoken spoken, String name, long seed) {
        this.spoken = spoken;
        this.name = name;
        this.random = new Random(seed);
    }

    Spoken spoken() {
        return spoken;
    }

    Map<ObjectRef, byte[]> acknowledged() {
        return acknowledged;
    }

    /** From now on there is a route. */
    void expectRoute() {
        firstRouted = objects;
    }

    /** Returns the lines that the route wrote of what was begun since there is one. */
    List<String> routed() {
        return IntStream.range(firstRouted, objects).mapToObj(this::object).filter(acknowledged::containsKey)
            .map(object -> KilledGatewayProgram.line(object.key(), acknowledged.get(object).length)).toList();
    }

    private ObjectRef object(int number) {
        return new ObjectRef(Spoken.BUCKET, name + "-" + number);
    }

    /** Returns how many parts were acknowledged. */
    int parts() {
        return parts;
    }

    /**
     * Goes on with what is unfinished, then with new objects, until there is no answer any more.
     *
     * @param answered hears of every answer
     * @param dying tells whether the gateway may be dead, so that a connection that broke is no surprise
     */
    void live(ObjectStore client, Runnable answered, BooleanSupplier dying) {
        try {
            for (SpokenUpload upload : List.copyOf(unfinished)) {
                goOn(client, upload, answered);
            }
            while (true) {
                begin(client, answered);
            }
        } catch (UploadException e) {
            assertThat(dying.getAsBoolean()).as("%s failed over %s although the gateway lives: %s", name, spoken, e).isTrue();
            assertThat(e.kind()).as("%s over %s: %s", name, spoken, e).isEqualTo(Failure.CONNECTION);
        }
    }

    /** Finishes all that is unfinished. */
    void finish(ObjectStore client) {
        for (SpokenUpload upload : List.copyOf(unfinished)) {
            goOn(client, upload, () -> { });
        }
    }

    private void begin(ObjectStore client, Runnable answered) {
        ObjectRef object = object(objects++);
        byte[] content = SpokenUpload.bytes(random.nextLong(), 1 + random.nextInt(MOST_PARTS * Spoken.PART));
        if (client.traits(Spoken.BUCKET).maxPut() > 0 && random.nextInt(4) == 0) {
            client.put(SpokenUpload.request(client, object, content), Body.of(content), Checks.NONE);
            acknowledged.put(object, content);
            answered.run();
            return;
        }
        SpokenUpload upload = SpokenUpload.open(client, object, content, Spoken.PART);
        answered.run();
        unfinished.add(upload);
        goOn(client, upload, answered);
    }

    private void goOn(ObjectStore client, SpokenUpload upload, Runnable answered) {
        int confirmed = upload.receipts().size();
        if (confirmed < upload.parts()) {
            isKnown(client, upload);
        }
        for (int part = confirmed; part < upload.parts(); part++) {
            upload.send(client, part);
            parts++;
            answered.run();
        }
        complete(client, upload);
        unfinished.remove(upload);
        acknowledged.put(upload.object(), upload.content());
        answered.run();
    }

    /** A client that is told to ask again does. */
    private static void complete(ObjectStore client, SpokenUpload upload) {
        while (true) {
            try {
                upload.complete(client);
                return;
            } catch (UploadException e) {
                if (e.kind() != Failure.PENDING) {
                    throw e;
                }
            }
        }
    }

    /** Every part that was acknowledged is there, as far as the protocol tells. */
    private void isKnown(ObjectStore client, SpokenUpload upload) {
        UploadState state = client.state(upload.upload(), -1, 100);
        List<PartReceipt> listed = state.parts().stream().map(StoredPart::receipt).toList();
        List<PartReceipt> sent = upload.receipts();
        if (state.phase() == UploadState.Phase.COMPLETED) {
            assertThat(client.traits(Spoken.BUCKET).implicitFinish()).as("%s finished by itself over %s", name, spoken).isTrue();
        } else if (listed.isEmpty()) {
            assertThat(state.contiguous()).as("bytes of %s over %s", name, spoken)
                .isGreaterThanOrEqualTo(sent.stream().mapToLong(part -> part.slot().length()).sum());
        } else {
            assertThat(listed).extracting(part -> part.slot().index()).as("parts of %s over %s", name, spoken)
                .containsAll(sent.stream().map(part -> part.slot().index()).toList());
        }
    }

    /** Every object that was acknowledged is there, byte for byte. */
    void isAllThere(ObjectStore store, String where) throws IOException {
        assertThat(acknowledged).as("%s: objects over %s", where, spoken).isNotEmpty();
        for (Map.Entry<ObjectRef, byte[]> object : acknowledged.entrySet()) {
            try (Download download = store.get(object.getKey(), ByteRange.ALL, Access.NONE); InputStream in = download.body().open()) {
                assertThat(in.readAllBytes()).as("%s: %s", where, object.getKey()).isEqualTo(object.getValue());
            } catch (UploadException e) {
                throw new AssertionError(where + ": " + object.getKey() + " over " + spoken, e);
            }
        }
    }
}
