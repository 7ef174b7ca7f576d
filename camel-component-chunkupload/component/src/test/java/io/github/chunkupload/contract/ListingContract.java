package io.github.chunkupload.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.UploadQuery.Marker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is promised of the list of objects; a store that cannot list has no such capability. */
interface ListingContract extends StoreUnderTest {

    /** Keys that are easily sorted, encoded or split wrongly. */
    List<String> AWKWARD = List.of("list/b/2", "list/\uFF5E", "list/a", "list/\uD83D\uDE00", "list/b/1", "list/c/x/y", "list/ab", "other/z",
        "list/中/1", "list/a b+c%2F&d=?#", "list/e//f", "list/e/../g", "list/h/", "list/\"<i>", "LIST");

    @Test
    default void listsNothingInAnEmptyBucket() {
        capable(Listing.class).ifPresent(listing -> {
            Page<ObjectInfo> page = listing.objects(ObjectQuery.prefix(bucket(), ""));
            assertThat(page.items()).isEmpty();
            assertThat(page.prefixes()).isEmpty();
            assertThat(page.next()).isEmpty();
        });
    }

    @Test
    default void listsObjectsSortedByTheBytesOfTheirKeysInPagesOfAnySize() {
        capable(Listing.class).ifPresent(listing -> {
            List<String> keys = makeSome();
            for (int limit = 1; limit <= keys.size() + 1; limit++) {
                assertThat(keys(pages(listing, ObjectQuery.prefix(bucket(), "").limit(limit)))).as("pages of %s", limit).isEqualTo(keys);
            }
        });
    }

    @Test
    default void tellsInTheListWhatHeadTells() {
        capable(Listing.class).ifPresent(listing -> {
            make(object("of 7"), Content.random(1, 7));
            make(object("of 3000"), Content.random(2, 3000));
            for (ObjectInfo item : listing.objects(ObjectQuery.prefix(bucket(), "")).items()) {
                ObjectInfo head = store().head(item.object(), Access.NONE);
                assertThat(item.size()).isEqualTo(head.size());
                assertThat(item.etag()).isEqualTo(head.etag());
                assertThat(item.modified()).isBetween(head.modified().minusSeconds(1), head.modified().plusSeconds(1));
            }
        });
    }

    @Test
    default void listsObjectsOfAPrefix() {
        capable(Listing.class).ifPresent(listing -> {
            List<String> keys = makeSome();
            for (String prefix : List.of("list/", "list/a", "list/b/", "list/中", "nothing", "LIST", "list/e/", "list/a b+")) {
                assertThat(keys(pages(listing, ObjectQuery.prefix(bucket(), prefix).limit(2)))).as("prefix %s", prefix)
                    .isEqualTo(only(keys, key -> key.startsWith(prefix)));
            }
        });
    }

    @Test
    default void beginsBehindAnyKey() {
        capable(Listing.class).ifPresent(listing -> {
            List<String> keys = makeSome();
            for (String after : Stream.concat(keys.stream(), Stream.of("list/aa", "list/b", "zzz", "K", "list/\uE000")).toList()) {
                assertThat(keys(pages(listing, ObjectQuery.prefix(bucket(), "").after(after).limit(100)))).as("after %s", after)
                    .isEqualTo(only(keys, key -> UploadListContract.BYTES.compare(key, after) > 0));
            }
        });
    }

    @Test
    default void rollsObjectsUpToTheDelimiterAcrossPages() {
        capable(Listing.class).ifPresent(listing -> {
            List<String> keys = makeSome();
            List<String> within = only(keys, key -> key.startsWith("list/"));
            List<String> rolled = within.stream().filter(key -> key.indexOf('/', 5) >= 0)
                .map(key -> key.substring(0, key.indexOf('/', 5) + 1)).distinct().toList();
            for (int limit = 1; limit <= keys.size(); limit++) {
                List<Page<ObjectInfo>> pages = pages(listing, ObjectQuery.prefix(bucket(), "list/").delimiter("/").limit(limit));
                assertThat(keys(pages)).as("pages of %s", limit).isEqualTo(only(within, key -> key.indexOf('/', 5) < 0));
                assertThat(prefixes(pages)).as("pages of %s", limit).isEqualTo(rolled);
            }
            assertThat(prefixes(pages(listing, ObjectQuery.prefix(bucket(), "").delimiter("/")))).containsExactly("list/", "other/");
            assertThat(prefixes(pages(listing, ObjectQuery.prefix(bucket(), "").delimiter("/").after("list/")))).containsExactly("other/");
        });
    }

    @Test
    default void listsWhatCanBeReadAndNothingElse() {
        capable(Listing.class).ifPresent(listing -> {
            ObjectRef kept = object("kept");
            make(kept, Content.random(1, 100));
            assertThat(keys(pages(listing, ObjectQuery.prefix(bucket(), "")))).containsExactly(kept.key());
            ObjectRef uploaded = object("uploaded");
            Sending upload = Sending.open(this, uploaded, Content.random(2, partSize()));
            assertThat(keys(pages(listing, ObjectQuery.prefix(bucket(), "")))).containsExactly(kept.key());
            upload.sendAll().finish();
            assertThat(keys(pages(listing, ObjectQuery.prefix(bucket(), "")))).containsExactly(kept.key(), uploaded.key());
            if (traits().overwrites()) {
                make(kept, Content.random(3, 50));
                assertThat(listing.objects(ObjectQuery.prefix(bucket(), kept.key())).items()).hasSize(1)
                    .allSatisfy(item -> assertThat(item.size()).isEqualTo(50));
            }
            if (traits().deletes()) {
                store().delete(kept);
                assertThat(keys(pages(listing, ObjectQuery.prefix(bucket(), "")))).containsExactly(uploaded.key());
            }
        });
    }

    /** Makes objects of awkward keys, as far as the store takes them, and returns their keys as the list must show them. */
    private List<String> makeSome() {
        List<String> keys = AWKWARD.stream().filter(key -> traits().keys().refusal(key).isEmpty()).sorted(UploadListContract.BYTES)
            .toList();
        for (String key : keys) {
            make(new ObjectRef(bucket(), key), Content.random(key.hashCode(), 10));
        }
        return keys;
    }

    private static List<Page<ObjectInfo>> pages(Listing listing, ObjectQuery query) {
        List<Page<ObjectInfo>> pages = new ArrayList<>();
        Optional<Marker> next = Optional.of(new Marker(query.after(), ""));
        while (next.isPresent()) {
            Page<ObjectInfo> page = listing.objects(query.after(next.get().key()));
            assertThat(page.items().size() + page.prefixes().size()).as("size of a page").isLessThanOrEqualTo(query.limit());
            assertThat(page.next()).as("a page leads on").isNotEqualTo(next);
            pages.add(page);
            assertThat(pages.size()).as("pages").isLessThan(100);
            next = page.next();
        }
        return pages;
    }

    private static List<String> keys(List<Page<ObjectInfo>> pages) {
        return pages.stream().flatMap(page -> page.items().stream()).map(item -> item.object().key()).toList();
    }

    private static List<String> prefixes(List<Page<ObjectInfo>> pages) {
        return pages.stream().flatMap(page -> page.prefixes().stream()).toList();
    }

    private static List<String> only(List<String> keys, Predicate<String> filter) {
        return keys.stream().filter(filter).toList();
    }
}
