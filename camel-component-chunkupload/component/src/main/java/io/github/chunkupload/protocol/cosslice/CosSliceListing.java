package io.github.chunkupload.protocol.cosslice;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadQuery.Marker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Lists files with the one list there is, that of a directory. Directories are gone into one after another where no delimiter rolls them
 * up; any other delimiter than the slash is refused. A page that is not the first reads its directory from the beginning, because what the
 * server wants to be told of where the page before ended is its own secret. Thread-safe.
 */
final class CosSliceListing implements Listing {

    private static final int MOST = 199;

    private final CosSliceWire wire;

    CosSliceListing(CosSliceWire wire) {
        this.wire = wire;
    }

    @Override
    public Page<ObjectInfo> objects(ObjectQuery query) {
        if (!query.delimiter().isEmpty() && !query.delimiter().equals("/")) {
            throw StoredFiles.unsupported("lists directories only, whose delimiter is the slash");
        }
        Collected page = new Collected(query);
        collect(query.prefix(), page);
        return page.page();
    }

    private void collect(String prefix, Collected page) {
        for (Map.Entry<String, Optional<ObjectInfo>> entry : directory(page.query.bucket(), prefix).entrySet()) {
            String name = entry.getKey();
            if (page.isFull()) {
                return;
            }
            if (entry.getValue().isPresent() || page.query.delimiter().equals("/")) {
                page.add(name, entry.getValue());
            } else if (!page.isPast(name)) {
                collect(name, page);
            }
        }
    }

    /** Returns the names that begin with {@code prefix} up to the next slash: files, and directories without information. */
    private NavigableMap<String, Optional<ObjectInfo>> directory(String bucket, String prefix) {
        NavigableMap<String, Optional<ObjectInfo>> names = new TreeMap<>(CosSliceKeys.BY_BYTES);
        String parent = prefix.substring(0, prefix.lastIndexOf('/') + 1);
        String context = "";
        boolean more = true;
        while (more) {
            Map<String, String> fields = StoredFiles.fields("list");
            fields.put("num", String.valueOf(MOST));
            if (!context.isEmpty()) {
                fields.put("context", context);
            }
            JsonNode data = wire.query(new ObjectRef(bucket, prefix), fields);
            for (JsonNode info : data.path("infos")) {
                String name = parent + info.path("name").asText();
                boolean file = info.has("filesize") || info.has("sha") || info.has("access_url");
                ObjectRef object = new ObjectRef(bucket, name);
                names.put(file || name.endsWith("/") ? name : name + "/",
                    file ? Optional.of(StoredFiles.info(object, info)) : Optional.empty());
            }
            more = data.has("has_more") ? isTrue(data.path("has_more")) : data.has("listover") && !isTrue(data.path("listover"));
            String next = data.path("context").asText();
            if (more && (next.isEmpty() || next.equals(context))) {
                throw UploadException.of(Failure.PROTOCOL, "The list of a directory does not go on");
            }
            context = next;
        }
        return names;
    }

    private static boolean isTrue(JsonNode flag) {
        return flag.asBoolean() || flag.asText().equals("1");
    }

    /** A page while it is being filled, with one entry more to see whether another page follows. */
    private static final class Collected {

        private final ObjectQuery query;
        private final List<ObjectInfo> items = new ArrayList<>();
        private final List<String> prefixes = new ArrayList<>();
        private String last = "";
        private boolean more;

        Collected(ObjectQuery query) {
            this.query = query;
        }

        boolean isFull() {
            return more;
        }

        /** Returns whether everything in a directory was in the pages before. */
        boolean isPast(String directory) {
            return CosSliceKeys.BY_BYTES.compare(directory, query.after()) < 0 && !query.after().startsWith(directory);
        }

        void add(String name, Optional<ObjectInfo> file) {
            boolean past = CosSliceKeys.BY_BYTES.compare(name, query.after()) <= 0 || file.isEmpty() && query.after().startsWith(name);
            if (past && !query.after().isEmpty()) {
                return;
            }
            if (items.size() + prefixes.size() == query.limit()) {
                more = true;
                return;
            }
            file.ifPresentOrElse(items::add, () -> prefixes.add(name));
            last = name;
        }

        Page<ObjectInfo> page() {
            return new Page<>(items, prefixes, more ? Optional.of(new Marker(last, "")) : Optional.empty());
        }
    }
}
