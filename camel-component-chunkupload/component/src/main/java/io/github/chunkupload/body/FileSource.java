package io.github.chunkupload.body;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** A file, read by position through one channel. The size is that of the moment it was opened. */
final class FileSource implements Source {

    private static final int LOOKS = 10;
    private static final String WITH_INODES = "unix:size,lastModifiedTime,fileKey,isDirectory,ctime";

    private final Path file;
    private final FileChannel channel;
    private final SourceIdentity identity;

    private FileSource(Path file, FileChannel channel, SourceIdentity identity) {
        this.file = file;
        this.channel = channel;
        this.identity = identity;
    }

    /** Looks at the file before and after it is opened, because another may be put in its place in between. */
    static FileSource open(Path file) throws IOException {
        for (int look = 1;; look++) {
            SourceIdentity before = identify(file);
            FileChannel channel = channel(file);
            try {
                if (identify(file).equals(before) && channel.size() == before.size()) {
                    return new FileSource(file, channel, before);
                }
                channel.close();
            } catch (IOException e) {
                channel.close();
                throw e;
            }
            if (look == LOOKS) {
                throw new FileSystemException(name(file), null, "the file is being written");
            }
        }
    }

    private static FileChannel channel(Path file) throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.READ);
        } catch (FileSystemException e) {
            throw withoutDirectory(file, e);
        }
    }

    /** Asks once for everything: a file system that has inodes tells it all at the same moment, and a small file is asked often enough. */
    private static SourceIdentity identify(Path file) throws IOException {
        boolean hasInodes = file.getFileSystem().supportedFileAttributeViews().contains("unix");
        Map<String, Object> attributes;
        try {
            attributes = Files.readAttributes(file, hasInodes ? WITH_INODES : "size,lastModifiedTime,fileKey,isDirectory");
        } catch (FileSystemException e) {
            throw withoutDirectory(file, e);
        }
        if ((Boolean) attributes.get("isDirectory")) {
            throw new FileSystemException(name(file), null, "this is a directory, not a file");
        }
        return new SourceIdentity((Long) attributes.get("size"), nanos(attributes.get("lastModifiedTime")),
            hasInodes ? nanos(attributes.get("ctime")) : 0, Objects.toString(attributes.get("fileKey"), ""));
    }

    /** Returns the failure in words that do not tell where the file is. */
    private static FileSystemException withoutDirectory(Path file, FileSystemException e) {
        if (e instanceof NoSuchFileException) {
            return new NoSuchFileException(name(file), null, "there is no such file");
        }
        if (e instanceof AccessDeniedException) {
            return new AccessDeniedException(name(file), null, "the file may not be read");
        }
        return new FileSystemException(name(file), null, "the file cannot be opened: " + e.getReason());
    }

    private static long nanos(Object time) {
        return ((FileTime) time).to(TimeUnit.NANOSECONDS);
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    @Override
    public OptionalLong size() {
        return OptionalLong.of(identity.size());
    }

    @Override
    public boolean randomAccess() {
        return true;
    }

    @Override
    public Body region(long offset, long length) {
        Objects.checkFromIndexSize(offset, length, identity.size());
        return new FileRegion(channel, offset, length);
    }

    @Override
    public InputStream sequential() {
        return new FileRegion(channel, 0, identity.size()).open();
    }

    @Override
    public Optional<SourceIdentity> identity() {
        return Optional.of(identity);
    }

    @Override
    public Optional<SourceIdentity> currentIdentity() throws IOException {
        return Optional.of(identify(file));
    }

    @Override
    public Optional<Source> reopened() throws IOException {
        return Optional.of(open(file));
    }

    @Override
    public String hint() {
        return file.toAbsolutePath().normalize().toString();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public String toString() {
        return name(file);
    }
}
