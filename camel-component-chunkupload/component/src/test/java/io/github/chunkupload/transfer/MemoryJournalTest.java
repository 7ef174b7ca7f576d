package io.github.chunkupload.transfer;

/** A journal in memory does what every journal does, as long as the process lives. */
class MemoryJournalTest extends JournalContract {

    private final UploadJournal memory = new MemoryJournal();

    @Override
    UploadJournal open() {
        return memory;
    }
}
