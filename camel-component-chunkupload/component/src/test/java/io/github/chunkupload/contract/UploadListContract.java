package io.github.chunkupload.contract;

import static io.github.chunkupload.contract.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRef;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What is promised of the list of open uploads; a store without one says so. */
interface UploadListContract extends StoreUnderTest {

    Comparator<String> BYTES = Comparator.comparing(s -> s.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    /** Sorts as the list must. */
    Comparator<UploadRef> ORDER = Comparator.comparing((UploadRef u) -> u.object().key(), BYTES).thenComparing(UploadRef::uploadId, BYTES);

    @Test
    default void listsNothingWhereNothingIsOpen() {
        if (cannotList()) {
            return;
        }
        Page<UploadInfo> page = store().uploads(UploadQuery.prefix(bucket(), ""));
        assertThat(page.items()).isEmpty();
        assertThat(page.prefixes()).isEmpty();
        assertThat(page.next()).isEmpty();
    }

    @Test
    default void listsUploadsSortedByKeyAndIdInPagesOfAnySize() {
        if (cannotList()) {
            return;
        }
        List<UploadRef> open = openSome();
        for (int limit = 1; limit <= open.size() + 1; limit++) {
            assertThat(refs(pages(UploadQuery.prefix(bucket(), "").limit(limit)))).as("pages of %s", limit).isEqualTo(open);
        }
    }

    @Test
    default void listsUploadsOfAPrefixOrOfOneKey() {
        if (cannotList()) {
            return;
        }
        List<UploadRef> open = openSome();
        for (String prefix : List.of("list/", "list/a", "list/b/", "list/中", "nothing", "LIST")) {
            assertThat(refs(pages(UploadQuery.prefix(bucket(), prefix).limit(2)))).as("prefix %s", prefix)
                .isEqualTo(only(open, u -> u.object().key().startsWith(prefix)));
        }
        for (String key : List.of("list/a", "list/b/1", "list/b", "list/")) {
            assertThat(refs(pages(UploadQuery.of(new ObjectRef(bucket(), key)).limit(1)))).as("key %s", key)
                .isEqualTo(only(open, u -> u.object().key().equals(key)));
        }
    }

    @Test
    default void rollsKeysUpToTheDelimiter() {
        if (cannotList()) {
            return;
        }
        List<UploadRef> open = openSome();
        for (int limit = 1; limit < 5; limit++) {
            UploadQuery all = new UploadQuery(bucket(), "list/", false, "/", UploadQuery.Marker.START, limit);
            List<Page<UploadInfo>> pages = pages(all);
            assertThat(refs(pages)).as("pages of %s", limit).isEqualTo(only(open, u -> u.object().key().indexOf('/', 5) < 0));
            assertThat(prefixes(pages)).as("pages of %s", limit).containsExactly("list/b/", "list/c/", "list/中/");
            for (Page<UploadInfo> page : pages) {
                assertThat(page.items().size() + page.prefixes().size()).isLessThanOrEqualTo(limit);
            }
        }
        UploadQuery top = new UploadQuery(bucket(), "", false, "/", UploadQuery.Marker.START, 10);
        assertThat(prefixes(pages(top))).containsExactly("list/", "other/");
    }

    private boolean cannotList() {
        if (!traits().listsUploads()) {
            refused(Failure.UNSUPPORTED, () -> store().uploads(UploadQuery.prefix(bucket(), "")));
        }
        return !traits().listsUploads();
    }

    /** Opens uploads, of one key several where that is allowed, and returns them as the list must show them. */
    private List<UploadRef> openSome() {
        List<UploadRef> open = new ArrayList<>();
        int same = traits().openUploads().contains(OpenUploads.INDEPENDENT) ? 3 : 1;
        for (String key : List.of("list/b/2", "list/\uFF5E", "list/a", "list/\uD83D\uDE00", "list/b/1", "list/c/x/y", "list/ab", "other/z",
            "list/中/1")) {
            for (int i = 0; i < (key.equals("list/a") || key.equals("list/b/1") ? same : 1); i++) {
                open.add(Sending.open(this, new ObjectRef(bucket(), key), Content.random(90, partSize())).ref());
            }
        }
        open.sort(ORDER);
        return open;
    }

    private List<Page<UploadInfo>> pages(UploadQuery query) {
        List<Page<UploadInfo>> pages = new ArrayList<>();
        Optional<UploadQuery.Marker> next = Optional.of(query.after());
        while (next.isPresent()) {
            Page<UploadInfo> page = store().uploads(query.after(next.get()));
            assertThat(page.items().size() + page.prefixes().size()).isLessThanOrEqualTo(query.limit());
            assertThat(page.next()).as("a page leads on").isNotEqualTo(next);
            pages.add(page);
            assertThat(pages.size()).as("pages").isLessThan(100);
            next = page.next();
        }
        return pages;
    }

    private static List<UploadRef> refs(List<Page<UploadInfo>> pages) {
        return pages.stream().flatMap(p -> p.items().stream()).map(UploadInfo::upload).toList();
    }

    private static List<String> prefixes(List<Page<UploadInfo>> pages) {
        return pages.stream().flatMap(p -> p.prefixes().stream()).toList();
    }

    private static List<UploadRef> only(List<UploadRef> uploads, Predicate<UploadRef> filter) {
        return uploads.stream().filter(filter).toList();
    }
}
