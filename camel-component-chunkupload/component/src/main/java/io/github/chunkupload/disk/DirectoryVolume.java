package io.github.chunkupload.disk;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.FileRegion;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** A directory of the file system, held by one process at a time. */
final class DirectoryVolume implements Volume {

    private static final boolean DIRECTORIES_CAN_BE_FORCED = !System.getProperty("os.name").startsWith("Windows");

    private final Path root;
    private final DirectoryLock lock;
    private final LongConsumer forced;

    private DirectoryVolume(Path root, DirectoryLock lock, LongConsumer forced) {
        this.root = root;
        this.lock = lock;
        this.forced = forced;
    }

    /** Makes the directory if need be, and locks it. */
    static DirectoryVolume open(Path directory) throws IOException {
        return open(directory, nanos -> { });
    }

    /** As {@link #open(Path)}; {@code forced} hears how long each forcing takes. */
    static DirectoryVolume open(Path directory, LongConsumer forced) throws IOException {
        Files.createDirectories(directory);
        Path real = directory.toRealPath();
        return new DirectoryVolume(real, DirectoryLock.take(real), forced);
    }

    @Override
    public VolumeFile create(String name) throws IOException {
        return new ChannelFile(FileChannel.open(root.resolve(name), CREATE_NEW, READ, WRITE), forced);
    }

    @Override
    public VolumeFile edit(String name) throws IOException {
        return new ChannelFile(FileChannel.open(root.resolve(name), READ, WRITE), forced);
    }

    @Override
    public VolumeFile open(String name) throws IOException {
        return new ChannelFile(FileChannel.open(root.resolve(name), READ), forced);
    }

    @Override
    public byte[] read(String name) throws IOException {
        return Files.readAllBytes(root.resolve(name));
    }

    @Override
    public List<String> list(String directory) throws IOException {
        Path path = root.resolve(directory);
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    @Override
    public void createDirectory(String name) throws IOException {
        try {
            Files.createDirectory(root.resolve(name));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(root.resolve(name))) {
                throw e;
            }
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(root.resolve(from), root.resolve(to), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void link(String file, String name) throws IOException {
        try {
            Files.createLink(root.resolve(name), root.resolve(file));
        } catch (UnsupportedOperationException e) {
            throw new IOException("The file system has no hard links", e);
        }
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(root.resolve(name));
    }

    @Override
    public void syncDirectory(String name) throws IOException {
        if (DIRECTORIES_CAN_BE_FORCED) {
            try (FileChannel directory = FileChannel.open(root.resolve(name), READ)) {
                force(directory, true, forced);
            }
        }
    }

    private static void force(FileChannel channel, boolean metadata, LongConsumer forced) throws IOException {
        long begin = System.nanoTime();
        channel.force(metadata);
        forced.accept(System.nanoTime() - begin);
    }

    @Override
    public long free() throws IOException {
        return Files.getFileStore(root).getUsableSpace();
    }

    @Override
    public Optional<Path> path(String name) {
        return Optional.of(root.resolve(name));
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    private record ChannelFile(FileChannel channel, LongConsumer forced) implements VolumeFile {

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            long at = position;
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        }

        @Override
        public int read(ByteBuffer bytes, long position) throws IOException {
            return channel.read(bytes, position);
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public void force() throws IOException {
            DirectoryVolume.force(channel, false, forced);
        }

        @Override
        public Body region(long offset, long length, Closeable owner) {
            return new FileRegion(channel, offset, length, owner);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
