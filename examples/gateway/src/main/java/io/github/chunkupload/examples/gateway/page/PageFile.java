package io.github.chunkupload.examples.gateway.page;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpReply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;

/** What the page is made of. */
enum PageFile {

    PAGE("/", "index.html", "text/html"),
    STYLE("/_page/style.css", "style.css", "text/css"),
    ICON("/_page/icon.svg", "icon.svg", "image/svg+xml"),
    MAIN("/_page/main.js", "main.js", "text/javascript"),
    SESSION("/_page/session.js", "session.js", "text/javascript"),
    STORE("/_page/store.js", "store.js", "text/javascript"),
    UPLOAD("/_page/upload.js", "upload.js", "text/javascript"),
    UPLOADS("/_page/uploads.js", "uploads.js", "text/javascript"),
    RECORDS("/_page/records.js", "records.js", "text/javascript"),
    ROW("/_page/row.js", "row.js", "text/javascript"),
    STATUS("/_page/status.js", "status.js", "text/javascript"),
    MD5("/_page/md5.js", "md5.js", "text/javascript"),
    WORDS("/_page/words.js", "words.js", "text/javascript");

    /** Nothing but our own files runs or is shown, nobody frames the page, and no address of it is told elsewhere. */
    private static final Headers GUARD = Headers.builder()
        .add("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
        .add("X-Content-Type-Options", "nosniff").add("X-Frame-Options", "DENY").add("Referrer-Policy", "no-referrer")
        .add("Cross-Origin-Opener-Policy", "same-origin").add("Cross-Origin-Resource-Policy", "same-origin")
        .add("Permissions-Policy", "camera=(), microphone=(), geolocation=()").add("Cache-Control", "no-cache").build();

    private final String path;
    private final String contentType;
    private final byte[] bytes;

    PageFile(String path, String resource, String contentType) {
        this.path = path;
        this.contentType = contentType + (contentType.startsWith("text/") ? "; charset=utf-8" : "");
        try (InputStream in = PageFile.class.getResourceAsStream("/page/" + resource)) {
            this.bytes = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Optional<PageFile> at(String path) {
        return Arrays.stream(values()).filter(file -> file.path.equals(path)).findFirst();
    }

    HttpReply reply() {
        return HttpReply.of(200, GUARD.with("Content-Type", contentType)).with(Body.of(bytes));
    }

    /** Returns the headers that guard a reply of whatever kind. */
    static Headers guard() {
        return GUARD;
    }
}
