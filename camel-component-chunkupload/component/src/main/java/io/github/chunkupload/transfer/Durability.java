package io.github.chunkupload.transfer;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** Makes what was written outlive a power cut. Tests put their own in its place to see what was durable when. */
interface Durability {

    /** That of the operating system. */
    Durability SYSTEM = new Durability() {
        @Override
        public void sync(Path file, RandomAccessFile written) throws IOException {
            written.getFD().sync();
        }

        @Override
        public void syncDirectory(Path directory) throws IOException {
            PrivateFiles.syncDirectory(directory);
        }
    };

    /** Makes the bytes of {@code file} durable. */
    void sync(Path file, RandomAccessFile written) throws IOException;

    /** Makes durable what was made, renamed or deleted in {@code directory}. */
    void syncDirectory(Path directory) throws IOException;
}
