package io.github.chunkupload.contract;

import static io.github.chunkupload.contract.Refusals.absent;
import static io.github.chunkupload.contract.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.http.Percent;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is promised of keys: one that the store takes comes back byte for byte, any other is refused before a byte moves. */
interface KeyContract extends StoreUnderTest {

    /** Keys that file systems, URLs, XML or signatures like to change; percent-encoded, so that reports can print them. */
    static Stream<String> awkwardKeys() {
        return Stream.of("dir one/a+b~*&中.bin", "../../etc/passwd", "..", ".", "./a", "a/../b", "a//b", "//a", "/a", "/", "a/", "a/b//",
            "%2F", "a%2Fb", "%", "%25", "%zz", "a?b=c", "a#b", "a;b;c", "a=b", "\"quoted\"", "it's", "<&>", "]]>", "&amp;", "a\\b", "C:\\x",
            "a b ", " ", "+", "~", "*", "|", "a:b", "a,b@c!$()", "\t", "a\nb", "\r\n", "\u0001\u001f", "\u007f", "\u0085", "\uFEFF",
            "é", "e\u0301", "😀/🚀", "\uFFFF", "con", "nul.txt", "uploads", "?uploads", "-rf", "index.html", "..\u2215", "{}[]^`")
            .map(Percent::encode);
    }

    @ParameterizedTest
    @MethodSource("io.github.chunkupload.contract.KeyContract#awkwardKeys")
    default void takesAnAwkwardKeyByteForByteOrRefusesItByName(String encoded) {
        String key = Percent.decode(encoded);
        if (traits().keys().refusal(key).isPresent()) {
            isRefused(key);
        } else {
            isTaken(key);
        }
    }

    @Test
    default void takesTheLongestKeyAndRefusesOneByteMore() {
        int most = traits().keys().maxBytes();
        String longest = "中/".repeat(most / 4) + "x".repeat(most % 4);
        assertThat(longest.getBytes(StandardCharsets.UTF_8)).hasSize(most);
        isTaken(longest.substring(0, longest.length() - 1) + "y");
        isRefused(longest + "x");
        isRefused("k".repeat(most + 1));
        isRefused("中".repeat(most / 3 + 1));
    }

    @Test
    default void refusesKeysThatNoStoreCanHold() {
        for (String key : List.of("", "\0", "a\0b", "a\uD83D", "\uDE00b", "\uDE00\uD83D")) {
            isRefused(key);
        }
    }

    @Test
    default void keepsSimilarKeysApart() {
        List<String> taken = new ArrayList<>();
        for (String key : List.of("a b", "a+b", "a%20b", "a%2Bb", "a%2520b", "d/x", "d//x", "d/./x", "d/../d/x", "d%2Fx", "d/x/", "D/x",
            "é", "e\u0301", "É", "a", "a/", "A", "a ", "a.", "a\u00A0b", "ａ")) {
            if (traits().keys().refusal(key).isEmpty()) {
                make(new ObjectRef(bucket(), key), key.getBytes(StandardCharsets.UTF_8));
                taken.add(key);
            }
        }
        for (String key : taken) {
            assertThat(Content.read(store(), new ObjectRef(bucket(), key), ByteRange.ALL)).as("object %s", key)
                .isEqualTo(key.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(taken).contains("a b", "a+b", "d/x", "A", "a");
    }

    private void isTaken(String key) {
        ObjectRef object = new ObjectRef(bucket(), key);
        absent(store(), object);
        Sending upload = Sending.open(this, object, Content.random(160, partSize() + 1));
        assertThat(upload.ref().object()).isEqualTo(object);
        upload.send(0);
        assertThat(store().state(upload.ref(), -1, 10).upload()).isEqualTo(upload.ref());
        if (traits().listsUploads()) {
            assertThat(store().uploads(UploadQuery.of(object)).items()).extracting(u -> u.upload()).containsExactly(upload.ref());
            assertThat(store().uploads(UploadQuery.prefix(bucket(), key)).items()).extracting(u -> u.upload()).contains(upload.ref());
        }
        upload.send(1);
        upload.finishAndCompare();
        assertThat(store().head(object, Access.NONE).object()).isEqualTo(object);
        if (traits().overwrites()) {
            byte[] content = Content.random(161, 99);
            assertThat(make(object, content).object()).isEqualTo(object);
            Content.isStored(store(), object, content);
        }
        if (traits().aborts() && traits().overwrites()) {
            store().abort(Sending.open(this, object, new byte[partSize()]).ref());
        }
        if (traits().deletes()) {
            store().delete(object);
            absent(store(), object);
        }
    }

    private void isRefused(String key) {
        ObjectRef object = new ObjectRef(bucket(), key);
        UploadRequest request = Sending.prepared(this, request(object), new byte[10]);
        refused(Failure.INVALID_KEY, () -> store().initiate(request));
        refused(traits().maxPut() == 0 ? Failure.UNSUPPORTED : Failure.INVALID_KEY,
            () -> store().put(request, Bodies.untouchable(10), Checks.NONE));
    }
}
