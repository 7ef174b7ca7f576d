package io.github.chunkupload.store;

/**
 * The capability to read all objects again and to tell which of them are no longer what was stored. A pass reads each object once, those
 * that come into being behind it in the next one. How far it is survives the process; what it learnt in the last second or so may not,
 * and is learnt again.
 */
public interface Scrubbing {

    /** Whom a pass asks how fast it may go, and tells what it finds; on the thread of the pass. */
    interface Watcher {

        /**
         * Waits until {@code bytes} bytes may be read.
         *
         * @return false when the pass is to stop here; an object that is only half read is read anew
         */
        boolean await(int bytes);

        /** Hears of an object that is damaged. Nothing is done to it. */
        void found(Damage damage);
    }

    /**
     * Returns what the pass under way has found, or else the last one, and what earlier ones found of objects that were not read again
     * yet. What was deleted or replaced meanwhile is left out.
     */
    ScrubReport report();

    /**
     * Goes on with the pass under way, or begins one, until it ends or is stopped. One at a time; others wait.
     *
     * @throws UploadException when the store itself fails; an object that cannot be read is damaged
     */
    ScrubReport scrub(Watcher watcher);

    /** Returns the same for one bucket, with passes of its own. */
    Scrubbing within(String bucket);
}
