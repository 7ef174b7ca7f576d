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
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** A file, read by position through one channel. The size is that of the moment it was opened. */
final class FileSource implements Source {

    private final Path file;
    private final FileChannel channel;
    private final long size;

    private FileSource(Path file, FileChannel channel, long size) {
        this.file = file;
        this.channel = channel;
        this.size = size;
    }

    static FileSource open(Path file) throws IOException {
        String name = name(file);
        if (Files.isDirectory(file)) {
            throw new FileSystemException(name, null, "this is a directory, not a file");
        }
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException(name, null, "there is no such file");
        } catch (AccessDeniedException e) {
            throw new AccessDeniedException(name, null, "the file may not be read");
        } catch (FileSystemException e) {
            throw new FileSystemException(name, null, "the file cannot be opened: " + e.getReason());
        }
        try {
            return new FileSource(file, channel, channel.size());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
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
    public Optional<SourceIdentity> identity() throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(file, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException(name(file), null, "the file was there and is gone");
        }
        return Optional.of(new SourceIdentity(attributes.size(), nanos(attributes.lastModifiedTime()), changed(),
            Objects.toString(attributes.fileKey(), "")));
    }

    private long changed() throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return 0;
        }
        return nanos((FileTime) Files.getAttribute(file, "unix:ctime"));
    }

    private static long nanos(FileTime time) {
        return time.to(TimeUnit.NANOSECONDS);
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
