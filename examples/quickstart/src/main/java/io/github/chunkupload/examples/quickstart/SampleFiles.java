package io.github.chunkupload.examples.quickstart;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Files of the sizes at which uploaders go wrong, of random bytes so that no part is like another. */
final class SampleFiles {

    private static final int MIB = 1 << 20;

    private final Path directory;
    private final SplittableRandom random = new SplittableRandom();

    SampleFiles(Path directory) {
        this.directory = directory;
    }

    /** Returns the files by their names. */
    Map<String, Path> make() throws IOException {
        Files.createDirectories(directory);
        Map<String, Path> files = new LinkedHashMap<>();
        add(files, "0-empty.bin", 0);
        add(files, "1-one-byte.bin", 1);
        add(files, "2-one part exactly.bin", 4L * MIB);
        add(files, canBeAFileName("照片") ? "3-照片 a+b.jpg" : "3-photo a+b.jpg", 4L * MIB + 1);
        add(files, "4-twenty-megabytes.bin", 20L * MIB + 4711);
        add(files, "5-large.bin", 64L * MIB);
        return files;
    }

    /** In the locale C the JDK can name no file with characters beyond ASCII. */
    private static boolean canBeAFileName(String name) {
        return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")).newEncoder().canEncode(name);
    }

    private void add(Map<String, Path> files, String name, long size) throws IOException {
        Path file = directory.resolve(name);
        byte[] block = new byte[MIB];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = size; left > 0; left -= MIB) {
                random.nextBytes(block);
                out.write(block, 0, (int) Math.min(left, MIB));
            }
        }
        files.put(name, file);
    }
}
