package io.github.chunkupload.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.disk.WatchedVolume.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A disk with little space, which can be filled to the last byte and be made room on again. */
public final class SmallDisk implements AutoCloseable {

    private static final String BALLAST = "ballast";

    private final Path root;
    private final boolean mounted;
    private final long size;

    private SmallDisk(Path root, boolean mounted, long size) {
        this.root = root;
        this.mounted = mounted;
        this.size = size;
    }

    /** Returns a file system of its own, in memory; empty where this user may not mount one. */
    public static Optional<SmallDisk> mounted(Path directory, long bytes) throws IOException {
        Path root = Files.createDirectories(directory);
        return run("mount", "-t", "tmpfs", "-o", "size=" + bytes, "chunkupload", root.toString())
            ? Optional.of(new SmallDisk(root, true, bytes)) : Optional.empty();
    }

    /** Returns a disk that fails as soon as its files have more than so many bytes. */
    public static SmallDisk counted(Path directory, long bytes) throws IOException {
        return new SmallDisk(Files.createDirectories(directory), false, bytes);
    }

    private static boolean run(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError("Interrupted", e);
        }
    }

    /** Opens the store on this disk. */
    public DiskStore open(DiskSettings settings) throws IOException {
        Volume directory = DirectoryVolume.open(root.resolve("data"));
        return DiskStore.open(mounted ? directory : new WatchedVolume(directory, this::count, this::free), settings);
    }

    private void count(Call call, String name, int bytes) throws IOException {
        if (call == Call.WRITE && bytes > free()) {
            throw new WatchedVolume.HalfWritten("No space left on device");
        }
    }

    private long free() {
        Map<String, Long> files = new TreeMap<>();
        walk(root, files);
        return size - files.values().stream().mapToLong(length -> length).sum();
    }

    /** Leaves no space. */
    public void fill() throws IOException {
        fillUpTo(0);
    }

    /** Leaves so many bytes. */
    public void fillUpTo(long left) throws IOException {
        long free = mounted ? Files.getFileStore(root).getUsableSpace() : free();
        Files.write(root.resolve(BALLAST), new byte[Math.toIntExact(free - left)]);
    }

    /** Gives the space back that {@link #fill} took. */
    public void makeRoom() throws IOException {
        Files.delete(root.resolve(BALLAST));
    }

    /** Returns the files of the store with their lengths. */
    public Map<String, Long> files() {
        Map<String, Long> files = new TreeMap<>();
        walk(root.resolve("data"), files);
        return files;
    }

    private static void walk(Path from, Map<String, Long> files) {
        try (Stream<Path> all = Files.walk(from)) {
            all.filter(Files::isRegularFile).forEach(file -> files.put(from.relativize(file).toString(), file.toFile().length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (mounted) {
            assertThat(run("umount", root.toString())).as("unmounted").isTrue();
        }
    }

    @Override
    public String toString() {
        return mounted ? "mounted" : "counted";
    }
}
