package io.github.chunkupload.protocol.cosslice;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The operations on directories: one method each. A directory is there as long as something is in it; one that was made has an empty
 * object with its name, slash included, as other tools for object stores leave it.
 */
final class CosSliceDirectories {

    private static final int MOST = 199;
    private static final int USUAL = 20;

    private CosSliceDirectories() {
    }

    /** Returns whether a path is that of a directory. */
    static boolean isDirectory(ObjectRef object) {
        return object.key().isEmpty() || object.key().endsWith("/");
    }

    /** {@code create}: makes a directory. */
    static Answer create(CosSliceRequest request) {
        String key = request.object().key();
        if (!key.endsWith("/")) {
            throw CosSliceError.DIRECTORY_WITHOUT_SLASH.failure("The path of a directory ends with a slash");
        }
        CosSliceKeys.RULE.check(key.substring(0, key.length() - 1));
        if (find(request).isPresent()) {
            throw CosSliceError.PATH_CONFLICT.failure("The directory is there already");
        }
        request.store().put(UploadRequest.of(request.object()).withSize(0).withMetadata(request.metadata()), Body.EMPTY, Checks.NONE);
        ObjectInfo made = request.store().head(request.object(), Access.NONE);
        return Answer.empty().with("ctime", made.modified().getEpochSecond()).with("resource_path", request.resourcePath());
    }

    /** {@code stat} of a directory. */
    static Answer stat(CosSliceRequest request) {
        ObjectInfo info = find(request).orElseThrow(CosSliceDirectories::missing);
        return Answer.empty().with("name", name(request.object().key())).with(CosSliceRequest.BIZ_ATTR, CosSliceObjects.attributes(info))
            .with("ctime", info.modified().getEpochSecond()).with("mtime", info.modified().getEpochSecond());
    }

    /** {@code delete} of a directory, which must be empty. */
    static Answer delete(CosSliceRequest request) {
        ObjectRef object = request.object();
        Optional<Listing> listing = request.store().capability(Listing.class);
        boolean used = listing.isPresent() && listing.get().objects(ObjectQuery.prefix(object.bucket(), object.key()).limit(2)).items()
            .stream().anyMatch(info -> !info.object().equals(object));
        if (used) {
            throw CosSliceError.NOT_EMPTY.failure("The directory is not empty");
        }
        if (object.key().isEmpty() || !request.store().delete(object)) {
            throw missing();
        }
        return Answer.empty();
    }

    private static UploadException missing() {
        return UploadException.of(Failure.NO_SUCH_OBJECT, "There is no such directory");
    }

    /** Returns what makes the directory be there: its own object, or the first within it. */
    private static Optional<ObjectInfo> find(CosSliceRequest request) {
        ObjectRef object = request.object();
        Optional<Listing> listing = request.store().capability(Listing.class);
        if (listing.isPresent()) {
            return listing.get().objects(ObjectQuery.prefix(object.bucket(), object.key()).limit(1)).items().stream().findFirst();
        }
        return object.key().isEmpty() ? Optional.empty() : Slices.there(request);
    }

    /** {@code list}: tells what is in a directory, or what of it begins with a prefix, page by page. */
    static Answer list(CosSliceRequest request) {
        Listing listing = request.store().capability(Listing.class)
            .orElseThrow(() -> UploadException.of(Failure.UNSUPPORTED, "The store behind cannot list what is in it"));
        Page<ObjectInfo> page = listing.objects(ObjectQuery.prefix(request.object().bucket(), request.object().key()).delimiter("/")
            .after(context(request)).limit(number(request)));
        String pattern = request.form().field("pattern").orElse("eListBoth");
        Map<String, Map<String, Object>> infos = new TreeMap<>(CosSliceKeys.BY_BYTES);
        if (!pattern.equals("eListFileOnly")) {
            page.prefixes().forEach(prefix -> infos.put(prefix, directory(prefix)));
        }
        if (!pattern.equals("eListDirOnly")) {
            page.items().stream().filter(info -> !isDirectory(info.object()))
                .forEach(info -> infos.put(info.object().key(), CosSliceObjects.described(request, info)));
        }
        String next = page.next().map(marker -> text(marker.key())).orElse("");
        return Answer.empty().with("infos", infos.values()).with("context", next).with("has_more", page.next().isPresent())
            .with("listover", page.next().isEmpty());
    }

    private static int number(CosSliceRequest request) {
        if (request.form().field("order").filter(order -> !order.equals("0")).isPresent()) {
            throw CosSliceError.PARAMETER.failure("A directory is listed in the order of its names only: order must be 0");
        }
        if (request.form().field("delimiter").filter(delimiter -> !delimiter.equals("/")).isPresent()) {
            throw CosSliceError.PARAMETER.failure("A directory is listed name by name only: delimiter must be / or not be there");
        }
        OptionalLong number = request.form().number("num");
        if (number.isEmpty() && request.form().field("num").isPresent() || number.isPresent() && number.getAsLong() > MOST) {
            throw CosSliceError.PARAMETER.failure("The field num is a number up to " + MOST);
        }
        return number.isEmpty() || number.getAsLong() == 0 ? USUAL : (int) number.getAsLong();
    }

    private static String context(CosSliceRequest request) {
        try {
            return request.form().field("context").map(text -> new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8))
                .orElse("");
        } catch (IllegalArgumentException e) {
            throw CosSliceError.PARAMETER.failure("The field context is none that a list was answered with");
        }
    }

    private static String text(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, Object> directory(String prefix) {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("name", name(prefix));
        return info;
    }

    /** Returns the last name of a path; a directory keeps its slash. */
    static String name(String path) {
        int end = path.endsWith("/") ? path.length() - 1 : path.length();
        return path.substring(path.lastIndexOf('/', end - 1) + 1);
    }
}
