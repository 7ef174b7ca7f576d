package io.github.chunkupload.examples.benchmark.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The calls of an upload that carry no bytes of its object. Thread-safe. */
final class Control {

    private static final Pattern UPLOAD_ID = Pattern.compile("<UploadId>([^<]+)</UploadId>");

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Style style;

    Control(Style style) {
        this.style = style;
    }

    void makeBucket(String bucket) throws Exception {
        text("PUT", "/" + bucket, "");
    }

    /** Opens an upload, and returns its id. */
    String initiate(String object) throws Exception {
        String text = text("POST", object + "?uploads", "");
        Matcher id = UPLOAD_ID.matcher(text);
        if (!id.find()) {
            throw new IOException("No upload id: " + text);
        }
        return id.group(1);
    }

    void complete(String object, String id, List<String> etags) throws Exception {
        StringBuilder order = new StringBuilder("<CompleteMultipartUpload>");
        for (int part = 0; part < etags.size(); part++) {
            order.append("<Part><PartNumber>").append(part + 1).append("</PartNumber><ETag>").append(etags.get(part))
                .append("</ETag></Part>");
        }
        String text = text("POST", object + "?uploadId=" + id, order.append("</CompleteMultipartUpload>").toString());
        if (!text.contains("CompleteMultipartUploadResult")) {
            throw new IOException("The upload was not completed: " + text);
        }
    }

    /** Returns how many parts of an upload are there. */
    int parts(String object, String id) throws Exception {
        return text("GET", object + "?uploadId=" + id, "").split("<PartNumber>", -1).length - 1;
    }

    void abort(String object, String id) throws Exception {
        text("DELETE", object + "?uploadId=" + id, "");
    }

    void delete(String object) throws Exception {
        text("DELETE", object, "");
    }

    /** Reads an object back, and returns its MD5. */
    String md5(String object) throws Exception {
        HttpResponse<InputStream> response = http.send(request("GET", object, ""), BodyHandlers.ofInputStream());
        try (DigestInputStream in = new DigestInputStream(response.body(), MessageDigest.getInstance("MD5"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        }
    }

    private String text(String method, String target, String body) throws Exception {
        HttpResponse<String> response = http.send(request(method, target, body), BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(method + " " + target + " was answered " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    private HttpRequest request(String method, String target, String body) {
        String authorization = style.authorization(method, target);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(style.uri(target)))
            .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return (body.isEmpty() ? request : request.header("Content-Type", "application/xml")).build();
    }
}
