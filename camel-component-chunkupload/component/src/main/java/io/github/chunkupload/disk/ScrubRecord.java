package io.github.chunkupload.disk;

import io.github.chunkupload.store.Damage;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far a pass over all objects is, and what is known to be damaged.
 *
 * @param begun when the pass was begun
 * @param ended when it had read everything; empty: it has not
 * @param position the object read last, by the hash of its name; empty: none yet
 * @param objects read in the pass
 * @param bytes of them
 * @param unproved how many of them only their key could prove
 * @param damaged by the hash of the object's name, at most {@link #MOST}
 */
record ScrubRecord(Instant begun, Optional<Instant> ended, String position, long objects, long bytes, long unproved,
        Map<String, Found> damaged) {

    static final String DIRECTORY = "scrub";
    /** Damaged objects that are remembered; there is no end to those that are logged. */
    static final int MOST = 1000;

    /**
     * A damaged object.
     *
     * @param version the version that is; empty: its record cannot be read
     * @param damage what is wrong
     */
    record Found(String version, Damage damage) {
    }

    ScrubRecord {
        damaged = Map.copyOf(damaged);
    }

    /** Returns the name of the file for {@code bucket}; empty: for all buckets. */
    static String file(String bucket) {
        return DIRECTORY + "/" + Version.hash(bucket);
    }

    static ScrubRecord decode(byte[] file) throws DamagedRecordException {
        return Decoder.read(Frame.only(file), RecordKind.SCRUB, in -> {
            Instant begun = in.time();
            Optional<Instant> ended = in.flag() ? Optional.of(in.time()) : Optional.empty();
            return new ScrubRecord(begun, ended, in.text(), in.number(), in.number(), in.number(), found(in));
        });
    }

    private static Map<String, Found> found(Decoder in) {
        Map<String, Found> found = new HashMap<>();
        for (int left = in.count(); left > 0; left--) {
            found.put(in.text(), new Found(in.text(), new Damage(in.text(), in.text(), in.time())));
        }
        return found;
    }

    byte[] encode() {
        Encoder out = new Encoder().number(RecordKind.SCRUB.ordinal()).time(begun).flag(ended.isPresent());
        ended.ifPresent(out::time);
        out.text(position).number(objects).number(bytes).number(unproved).number(damaged.size());
        damaged.forEach((object, found) -> out.text(object).text(found.version()).text(found.damage().name())
            .text(found.damage().what()).time(found.damage().found()));
        return Frame.seal(out.bytes(), 0);
    }

    /** Returns a pass that has just begun, with what is known of the one before. */
    static ScrubRecord begin(Instant now, Map<String, Found> damaged) {
        return new ScrubRecord(now, Optional.empty(), "", 0, 0, 0, damaged);
    }

    ScrubRecord end(Instant now) {
        return new ScrubRecord(begun, Optional.of(now), position, objects, bytes, unproved, damaged);
    }

    /** Returns this behind an object that is not there, or not looked at. */
    ScrubRecord passed(String object) {
        return new ScrubRecord(begun, ended, object, objects, bytes, unproved, without(object));
    }

    /** Returns this behind an object of which nothing wrong is known. */
    ScrubRecord read(String object, long size, boolean proved) {
        return new ScrubRecord(begun, ended, object, objects + 1, bytes + size, unproved + (proved ? 0 : 1), without(object));
    }

    /** Returns this behind an object that is damaged. */
    ScrubRecord damaged(String object, long size, Found found) {
        Map<String, Found> all = new HashMap<>(without(object));
        if (all.size() < MOST) {
            all.put(object, found);
        }
        return new ScrubRecord(begun, ended, object, objects + 1, bytes + size, unproved, all);
    }

    private Map<String, Found> without(String object) {
        if (!damaged.containsKey(object)) {
            return damaged;
        }
        Map<String, Found> others = new HashMap<>(damaged);
        others.remove(object);
        return others;
    }
}
