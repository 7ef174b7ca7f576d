package io.github.chunkupload.body;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** A stream that was written to a nameless file, to be read in any order. */
final class SpoolSource implements Source {

    private static final int COPY_BUFFER = 256 * 1024;

    private final FileChannel channel;
    private final long size;

    private SpoolSource(FileChannel channel, long size) {
        this.channel = channel;
        this.size = size;
    }

    static SpoolSource read(InputStream stream, Path directory, long limit) throws IOException {
        FileChannel channel = create(directory);
        try {
            return new SpoolSource(channel, copy(stream, channel, limit));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static FileChannel create(Path directory) throws IOException {
        Path file = Files.createTempFile(directory, "chunkupload-", ".spool");
        return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    }

    private static long copy(InputStream stream, FileChannel channel, long limit) throws IOException {
        byte[] bytes = new byte[COPY_BUFFER];
        long total = 0;
        for (int read = stream.read(bytes); read >= 0; read = stream.read(bytes)) {
            if (read > limit - total) {
                throw new IOException("The stream has more than the " + limit + " bytes that may be spooled");
            }
            ByteBuffer rest = ByteBuffer.wrap(bytes, 0, read);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            total += read;
        }
        return total;
    }

    @Override
    public OptionalLong size() {
        return OptionalLong.of(size);
    }

    @Override
    public boolean randomAccess() {
        return true;
    }

    @Override
    public Body region(long offset, long length) {
        Objects.checkFromIndexSize(offset, length, size);
        return new FileRegion(channel, offset, length);
    }

    @Override
    public InputStream sequential() {
        return new FileRegion(channel, 0, size).open();
    }

    @Override
    public Optional<SourceIdentity> identity() {
        return Optional.empty();
    }

    @Override
    public Optional<SourceIdentity> currentIdentity() {
        return Optional.empty();
    }

    @Override
    public Optional<Source> reopened() {
        return Optional.empty();
    }

    @Override
    public String hint() {
        return "";
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
