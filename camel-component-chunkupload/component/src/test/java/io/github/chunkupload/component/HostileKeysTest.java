package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.testing.Requests.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that would like to be paths, or other keys, or headers: each is one object of its own, or refused by name. */
@Timeout(60)
class HostileKeysTest {

    /** As they stand in a URL. */
    private static final List<String> PATHS = List.of("../../secret.txt", "..%2f..%2fsecret.txt", "%2e%2e/%2e%2e/secret.txt",
        "%2e%2e%2f%2e%2e%2fsecret.txt", "%252e%252e%252fsecret.txt", "..", "../", ".", "a/../../../secret.txt", "/secret.txt",
        "//etc/passwd", "%2fetc%2fpasswd", "..%5c..%5csecret.txt", "C:%5Csecret.txt", "file:///etc/passwd", "secret.txt%00", "%00",
        "%c0%ae%c0%ae%c0%afsecret.txt", "%ff", "..%ef%bc%8fsecret.txt", "%ef%bc%8e%ef%bc%8e/secret.txt", "format", "lock",
        "~", "objects/00/x", "..%00/secret.txt", "....//secret.txt", "..;/secret.txt", "secret.txt::$DATA");
    private static final List<String> LOOKALIKES = List.of("caf%c3%a9", "cafe%cc%81", "cafe", "a/b", "a%ef%bc%8fb", "a%e2%88%95b", "ab",
        "a%e2%80%8bb", "%ef%bc%8e%ef%bc%8e/b", "K", "k", "%e2%84%aa", "s", "%c5%bf", "o", "%d0%be", "%ef%bb%bfo", "fi", "%ef%ac%81");
    /** What a store names its files. */
    private static final Pattern OWN = Pattern.compile(
        "data-[a-z0-9-]+/(format|lock|probe|(objects|data|uploads|staged|done|buckets)/[0-9a-f./]+)");
    private static final String SECRET = "secret beside the data directory";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"cos", "cdcs", "qingstor", "cos-slice", "cayman"})
    void aKeyIsNeverAPath(String protocol) throws Exception {
        Files.writeString(directory.resolve("secret.txt"), SECRET);
        List<String> taken = new ArrayList<>();
        try (Stranger stranger = new Stranger(directory, protocol)) {
            for (String key : PATHS) {
                assertThat(stranger.get(key).text()).as(key).doesNotContain(SECRET);
                Reply put = stranger.put(key, "", "bytes of " + key);
                assertThat(stranger.code(put)).as("%s: %s", key, put.text()).isIn(200, 201, 400, 409);
                if (!stranger.isRefused(put)) {
                    assertThat(stranger.get(key).text()).isEqualTo("bytes of " + key);
                    taken.add(key);
                }
            }
            assertThat(taken).contains("format", "lock", "objects/00/x", "%252e%252e%252fsecret.txt", "..%ef%bc%8fsecret.txt");
            assertThat(stranger.files()).containsEntry("secret.txt", (long) SECRET.length());
            assertThat(stranger.files().keySet()).allMatch(name -> name.equals("secret.txt") || OWN.matcher(name).matches());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cos", "cdcs", "qingstor", "cos-slice", "cayman"})
    void keysThatLookAlikeAreObjectsOfTheirOwn(String protocol) throws Exception {
        try (Stranger stranger = new Stranger(directory, protocol)) {
            for (String key : LOOKALIKES) {
                Reply put = stranger.put(key, "", "bytes of " + key);
                assertThat(stranger.isRefused(put)).as("%s: %s", key, put.text()).isFalse();
            }
            for (String key : LOOKALIKES) {
                assertThat(stranger.get(key).text()).isEqualTo("bytes of " + key);
            }
        }
    }

    @Test
    void onlyASlashSeparates() throws Exception {
        try (Stranger stranger = new Stranger(directory, "cos")) {
            for (String key : List.of("a/b", "c%ef%bc%8fd", "e%e2%88%95f", "g%5ch")) {
                stranger.put(key, "", "bytes");
            }
            String list = stranger.ask("GET", "/" + Stranger.BUCKET + "/?delimiter=/", "", "").text();
            assertThat(list).contains("<CommonPrefixes><Prefix>a/</Prefix></CommonPrefixes>").contains("<Key>c\uff0fd</Key>")
                .contains("<Key>e\u2215f</Key>").contains("<Key>g\\h</Key>").containsOnlyOnce("<CommonPrefixes>");
        }
    }
}
