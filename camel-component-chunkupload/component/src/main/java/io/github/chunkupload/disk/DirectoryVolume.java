package io.github.chunkupload.disk;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.FileRegion;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * A directory of the file system, held by one process at a time. It may be reached by a symbolic link, but none inside it is followed: who
 * may write into it, such as a backup that is brought back, cannot have files elsewhere read, written or deleted.
 */
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
        return open(name, CREATE_NEW, READ, WRITE);
    }

    @Override
    public VolumeFile edit(String name) throws IOException {
        return open(name, NOFOLLOW_LINKS, READ, WRITE);
    }

    @Override
    public VolumeFile open(String name) throws IOException {
        return open(name, NOFOLLOW_LINKS, READ);
    }

    private VolumeFile open(String name, OpenOption... how) throws IOException {
        Path path = inside(name);
        try {
            return new ChannelFile(FileChannel.open(path, how), forced);
        } catch (FileSystemException e) {
            refuseLink(path);
            throw e;
        }
    }

    /** Returns where a name is, unless a folder on the way is a link. */
    private Path inside(String name) throws IOException {
        Path path = root.resolve(name);
        for (int folders = root.getNameCount() + 1; folders < path.getNameCount(); folders++) {
            refuseLink(root.getRoot().resolve(path.subpath(0, folders)));
        }
        return path;
    }

    /** As {@link #inside}, for what would be followed if it were a link itself. */
    private Path real(String name) throws IOException {
        Path path = inside(name);
        refuseLink(path);
        return path;
    }

    private void refuseLink(Path path) throws IOException {
        if (!path.equals(root) && Files.isSymbolicLink(path)) {
            throw new PlantedLinkException(root.relativize(path).toString());
        }
    }

    @Override
    public byte[] read(String name) throws IOException {
        Path path = inside(name);
        try (InputStream in = Files.newInputStream(path, NOFOLLOW_LINKS)) {
            return in.readAllBytes();
        } catch (FileSystemException e) {
            refuseLink(path);
            throw e;
        }
    }

    @Override
    public List<String> list(String directory) throws IOException {
        Path path = real(directory);
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    @Override
    public void createDirectory(String name) throws IOException {
        Path path = real(name);
        try {
            Files.createDirectory(path);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(path, NOFOLLOW_LINKS)) {
                throw e;
            }
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(inside(from), inside(to), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void link(String file, String name) throws IOException {
        Path path = inside(file);
        refuseLink(path);
        try {
            Files.createLink(inside(name), path);
        } catch (UnsupportedOperationException e) {
            throw new IOException("The file system has no hard links", e);
        }
    }

    @Override
    public boolean share(Volume other, String name) throws IOException {
        Optional<Path> file = other.path(name);
        if (file.isEmpty()) {
            return false;
        }
        try {
            Files.createLink(inside(name), file.get());
            return true;
        } catch (FileAlreadyExistsException e) {
            return true;
        } catch (NoSuchFileException e) {
            throw e;
        } catch (FileSystemException | UnsupportedOperationException e) {
            return false;
        }
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(inside(name));
    }

    @Override
    public void syncDirectory(String name) throws IOException {
        if (DIRECTORIES_CAN_BE_FORCED) {
            try (FileChannel directory = FileChannel.open(real(name), READ)) {
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
    public Optional<Path> path(String name) throws IOException {
        return Optional.of(real(name));
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
