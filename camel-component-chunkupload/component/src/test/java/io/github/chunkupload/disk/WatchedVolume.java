package io.github.chunkupload.disk;

import io.github.chunkupload.body.Body;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A volume that tells of each call before it is made; the watcher may let it fail. */
final class WatchedVolume implements Volume {

    /** What a call is going to do. */
    enum Call { CREATE, OPEN, READ, LIST, DIRECTORY, RENAME, LINK, DELETE, SYNC, WRITE, TRUNCATE, FORCE, SIZE }

    /** Is told of each call. */
    interface Watcher {

        /** Lets the call pass, or fail; with {@link HalfWritten} half of a write happens. */
        void before(Call call, String name, int bytes) throws IOException;
    }

    /** Tells how much space there is. */
    interface Space {

        long free() throws IOException;
    }

    private final Volume volume;
    private final Watcher watcher;
    private final Space space;

    WatchedVolume(Volume volume, Watcher watcher) {
        this(volume, watcher, volume::free);
    }

    WatchedVolume(Volume volume, Watcher watcher, Space space) {
        this.volume = volume;
        this.watcher = watcher;
        this.space = space;
    }

    @Override
    public VolumeFile create(String name) throws IOException {
        watcher.before(Call.CREATE, name, 0);
        return new WatchedFile(name, volume.create(name));
    }

    @Override
    public VolumeFile edit(String name) throws IOException {
        watcher.before(Call.OPEN, name, 0);
        return new WatchedFile(name, volume.edit(name));
    }

    @Override
    public VolumeFile open(String name) throws IOException {
        watcher.before(Call.OPEN, name, 0);
        return new WatchedFile(name, volume.open(name));
    }

    @Override
    public byte[] read(String name) throws IOException {
        watcher.before(Call.READ, name, 0);
        return volume.read(name);
    }

    @Override
    public List<String> list(String directory) throws IOException {
        watcher.before(Call.LIST, directory, 0);
        return volume.list(directory);
    }

    @Override
    public void createDirectory(String name) throws IOException {
        watcher.before(Call.DIRECTORY, name, 0);
        volume.createDirectory(name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        watcher.before(Call.RENAME, to, 0);
        volume.rename(from, to);
    }

    @Override
    public void link(String file, String name) throws IOException {
        watcher.before(Call.LINK, name, 0);
        volume.link(file, name);
    }

    @Override
    public void delete(String name) throws IOException {
        watcher.before(Call.DELETE, name, 0);
        volume.delete(name);
    }

    @Override
    public void syncDirectory(String name) throws IOException {
        watcher.before(Call.SYNC, name, 0);
        volume.syncDirectory(name);
    }

    @Override
    public long free() throws IOException {
        return space.free();
    }

    @Override
    public Optional<Path> path(String name) throws IOException {
        return volume.path(name);
    }

    @Override
    public void close() throws IOException {
        volume.close();
    }

    private final class WatchedFile implements VolumeFile {

        private final String name;
        private final VolumeFile file;

        WatchedFile(String name, VolumeFile file) {
            this.name = name;
            this.file = file;
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            try {
                watcher.before(Call.WRITE, name, bytes.remaining());
            } catch (HalfWritten e) {
                file.write(bytes.slice(bytes.position(), bytes.remaining() / 2), position);
                throw e;
            }
            file.write(bytes, position);
        }

        @Override
        public int read(ByteBuffer bytes, long position) throws IOException {
            watcher.before(Call.READ, name, 0);
            return file.read(bytes, position);
        }

        @Override
        public long size() throws IOException {
            watcher.before(Call.SIZE, name, 0);
            return file.size();
        }

        @Override
        public void truncate(long size) throws IOException {
            watcher.before(Call.TRUNCATE, name, 0);
            file.truncate(size);
        }

        @Override
        public void force() throws IOException {
            watcher.before(Call.FORCE, name, 0);
            file.force();
        }

        @Override
        public Body region(long offset, long length, Closeable owner) {
            return file.region(offset, length, owner);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** Lets the first half of a write happen. */
    static final class HalfWritten extends IOException {

        private static final long serialVersionUID = 1;

        HalfWritten(String message) {
            super(message);
        }
    }
}
