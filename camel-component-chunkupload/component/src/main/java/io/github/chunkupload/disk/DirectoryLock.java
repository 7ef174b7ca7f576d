package io.github.chunkupload.disk;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Remedy;
import io.github.chunkupload.store.UploadException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a directory for one store: a lock on its file {@code lock}, which ends with the process, and a list of the directories that
 * this process has, because closing a second channel of a locked file would free the lock.
 */
final class DirectoryLock implements Closeable {

    private static final String FILE = "lock";
    private static final Set<Path> TAKEN = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private DirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    static DirectoryLock take(Path directory) throws IOException {
        if (!TAKEN.add(directory)) {
            throw taken(directory, "this process");
        }
        FileChannel channel = null;
        try {
            channel = open(directory.resolve(FILE));
            if (!tryLock(channel)) {
                throw taken(directory, "process " + read(channel));
            }
            channel.truncate(0);
            channel.write(StandardCharsets.US_ASCII.encode(Long.toString(ProcessHandle.current().pid())), 0);
            return new DirectoryLock(directory, channel);
        } catch (IOException | RuntimeException e) {
            if (channel != null) {
                channel.close();
            }
            TAKEN.remove(directory);
            throw e;
        }
    }

    private static FileChannel open(Path file) throws IOException {
        try {
            return FileChannel.open(file, CREATE, READ, WRITE, NOFOLLOW_LINKS);
        } catch (FileSystemException e) {
            throw Files.isSymbolicLink(file) ? new PlantedLinkException(FILE) : e;
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(20);
        channel.read(text, 0);
        return StandardCharsets.US_ASCII.decode(text.flip()).toString();
    }

    private static UploadException taken(Path directory, String owner) {
        return UploadException.builder(Failure.CONFLICT, "The data directory '" + directory.getFileName() + "' is in use by " + owner
            + ", which holds its file '" + FILE + "'").remedy(Remedy.GIVE_UP).build();
    }

    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            channel.close();
            TAKEN.remove(directory);
        }
    }
}
