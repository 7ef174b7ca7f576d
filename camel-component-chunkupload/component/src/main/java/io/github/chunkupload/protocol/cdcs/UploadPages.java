package io.github.chunkupload.protocol.cdcs;

import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadQuery.Marker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Makes pages in the order of {@link UploadQuery} out of all the uploads of a prefix. CDCS can be asked for neither: it has no delimiter,
 * its pages go on after an upload id alone, and the order is not documented.
 */
final class UploadPages {

    private static final Comparator<String> BYTES = Comparator.comparing(s -> s.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);
    private static final Comparator<UploadInfo> ORDER = Comparator.comparing(UploadPages::key, BYTES)
        .thenComparing(info -> info.upload().uploadId(), BYTES);

    private UploadPages() {
    }

    static Page<UploadInfo> page(List<UploadInfo> all, UploadQuery query) {
        List<UploadInfo> items = new ArrayList<>();
        List<String> prefixes = new ArrayList<>();
        Marker last = query.after();
        for (UploadInfo info : all.stream().filter(each -> isWanted(each, query)).sorted(ORDER).toList()) {
            Optional<String> prefix = query.commonPrefix(key(info));
            if (prefix.isPresent() && last.equals(new Marker(prefix.get(), ""))) {
                continue;
            }
            if (items.size() + prefixes.size() == query.limit()) {
                return new Page<>(items, prefixes, Optional.of(last));
            }
            last = prefix.map(common -> new Marker(common, "")).orElse(new Marker(key(info), info.upload().uploadId()));
            prefix.ifPresentOrElse(prefixes::add, () -> items.add(info));
        }
        return new Page<>(items, prefixes, Optional.empty());
    }

    private static boolean isWanted(UploadInfo info, UploadQuery query) {
        boolean named = query.exact() ? key(info).equals(query.prefix()) : key(info).startsWith(query.prefix());
        int place = BYTES.compare(key(info), query.after().key());
        boolean sameKeyLater = place == 0 && !query.after().uploadId().isEmpty()
            && BYTES.compare(info.upload().uploadId(), query.after().uploadId()) > 0;
        return named && (place > 0 || sameKeyLater);
    }

    private static String key(UploadInfo info) {
        return info.upload().object().key();
    }
}
