package io.github.chunkupload.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.chunkupload.body.SourceIdentity.Comparison;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceTest {

    @TempDir
    Path directory;

    @Test
    void aMissingFileIsNamedWithoutItsDirectory() {
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> Source.of(directory.resolve("absent.bin")))
            .withMessage("absent.bin: there is no such file");
    }

    @Test
    void aDirectoryIsNoSource() {
        assertThatExceptionOfType(FileSystemException.class).isThrownBy(() -> Source.of(directory))
            .withMessageEndingWith(": this is a directory, not a file");
    }

    @Test
    void regionsOfAFileAndOfAnArrayAreTheSameBytes() throws IOException {
        byte[] bytes = bytes(1_000_003);
        Path file = Files.write(directory.resolve("a"), bytes);
        try (Source fromFile = Source.of(file); Source fromArray = Source.of(bytes)) {
            assertThat(fromFile.size()).isEqualTo(fromArray.size()).hasValue(bytes.length);
            for (int[] range : new int[][] {{0, 0}, {0, 1}, {999_999, 4}, {17, 300_000}, {1_000_003, 0}, {0, 1_000_003}}) {
                byte[] expected = Arrays.copyOfRange(bytes, range[0], range[0] + range[1]);
                assertThat(read(fromFile.region(range[0], range[1]))).isEqualTo(expected);
                assertThat(read(fromArray.region(range[0], range[1]))).isEqualTo(expected);
            }
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> fromFile.region(1_000_000, 4));
        }
    }

    @Test
    void allPartsOfAFileShareOneChannelThatClosesWithTheSource() throws IOException {
        Source file = Source.of(Files.write(directory.resolve("a"), bytes(30)));
        FileRegion first = (FileRegion) file.region(0, 10);
        FileRegion last = (FileRegion) file.region(20, 10);
        assertThat(first.channel()).isSameAs(last.channel()).matches(FileChannel::isOpen);
        file.close();
        assertThat(first.channel().isOpen()).isFalse();
    }

    @Test
    void aSpooledStreamIsReadInAnyOrderAndLeavesNoFile() throws IOException {
        byte[] bytes = bytes(700_000);
        try (Source spooled = Source.spooled(new ByteArrayInputStream(bytes), directory, 700_000)) {
            assertThat(spooled.size()).isEqualTo(OptionalLong.of(700_000));
            assertThat(read(spooled.region(500_000, 200_000))).isEqualTo(Arrays.copyOfRange(bytes, 500_000, 700_000));
            assertThat(read(spooled.region(0, 10))).isEqualTo(Arrays.copyOf(bytes, 10));
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void aSpoolFileIsDeletedWhenItsStreamIsTooLongOrFails() throws IOException {
        assertThatIOException().isThrownBy(() -> Source.spooled(new ByteArrayInputStream(bytes(11)), directory, 10))
            .withMessageContaining("more than the 10 bytes");
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("torn");
            }
        };
        assertThatIOException().isThrownBy(() -> Source.spooled(failing, directory, 10)).withMessage("torn");
        assertThat(files()).isEmpty();
    }

    @Test
    void aStreamThatIsShorterOrLongerThanAnnouncedIsAnErrorAndNeverCut() throws IOException {
        try (Source shorter = Source.of(new ByteArrayInputStream(bytes(9)), 10)) {
            assertThatIOException().isThrownBy(() -> shorter.sequential().readAllBytes()).withMessageContaining("after 9 of 10 bytes");
        }
        try (Source longer = Source.of(new ByteArrayInputStream(bytes(11)), 10)) {
            InputStream stream = longer.sequential();
            assertThat(stream.readNBytes(10)).hasSize(10);
            assertThatIOException().isThrownBy(stream::read).withMessageContaining("more than the 10 bytes");
        }
    }

    @Test
    void anEditOfTheSameSizeIsNoticed() throws IOException {
        Path file = Files.write(directory.resolve("a"), bytes(100));
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        SourceIdentity before = identity(file);
        assertThat(identity(file)).isEqualTo(before);
        Files.write(file, bytes(1), StandardOpenOption.WRITE);
        assertThat(identity(file).compare(before)).isEqualTo(Comparison.OTHER);
    }

    @Test
    void anEditWithTheClockSetBackIsNotTakenForTheSame() throws IOException {
        Path file = Files.write(directory.resolve("a"), bytes(100));
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        SourceIdentity before = identity(file);
        Files.write(file, new byte[100]);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        assertThat(identity(file).compare(before)).isEqualTo(Comparison.TOUCHED);
    }

    @Test
    void aRenamedFileIsTheSameFileAndACopyIsAnother() throws IOException {
        Path file = Files.write(directory.resolve("a"), bytes(100));
        SourceIdentity before = identity(file);
        Path renamed = Files.move(file, directory.resolve("b"));
        assertThat(identity(renamed).compare(before)).isNotEqualTo(Comparison.OTHER);
        Path copy = Files.copy(renamed, directory.resolve("c"), StandardCopyOption.COPY_ATTRIBUTES);
        assertThat(identity(copy).compare(before)).isEqualTo(Comparison.OTHER);
    }

    private SourceIdentity identity(Path file) throws IOException {
        try (Source source = Source.of(file)) {
            return source.identity().orElseThrow();
        }
    }

    private Stream<Path> files() throws IOException {
        return Files.list(directory);
    }

    private static byte[] read(Body body) throws IOException {
        try (InputStream in = body.open()) {
            return in.readAllBytes();
        }
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
