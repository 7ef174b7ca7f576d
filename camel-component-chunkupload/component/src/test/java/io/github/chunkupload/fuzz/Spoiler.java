package io.github.chunkupload.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spoils requests: in method, path, query, headers, fields and body, with numbers, lengths and encodings that nobody expects. */
final class Spoiler {

    private static final List<String> NUMBERS = List.of("-1", "0", "1", "2", "10000", "10001", "1048576", "2147483647", "2147483648",
        "4294967296", "9223372036854775807", "9223372036854775808", "18446744073709551616", "1e9", "0x10", "1.5", "NaN", "", "\u0663",
        "1,2", " 7", "+5", "007", "-0", "99999999999999999999999999");
    private static final List<String> TEXTS = List.of("", "%00", "%", "%2", "%zz", "%2F", "%2f..%2f", "..", "../..", "/", "//", "\\", ";",
        "+", "%20", "%E0%80%80", "%C0%AF", "%ED%A0%80", "%FF", "%F4%90%80%80", "%0d%0a", "a".repeat(700), "a/".repeat(300), "%E4%BD%A0",
        "e%CC%81", "\"", "'", "<", "&", "=", "*", "?", "#", "$(id)", "${jndi:x}", "{}", "[]", "null", "true", "%EF%BC%8F");
    private static final List<String> METHODS = List.of("GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS", "PATCH", "TRACE", "get",
        "PROPFIND");
    private static final List<String> PARAMETERS = List.of("uploads", "uploadId", "upload_id", "partNumber", "part_number", "prefix",
        "delimiter", "marker", "key-marker", "max-keys", "max-parts", "limit", "part-number-marker", "encoding-type", "acl", "append",
        "versionId", "response-content-type", "response-expires", "stats", "policy", "sign", "token", "bucket", "q-ak", "signature", "op");
    private static final List<String> HEADERS = List.of("Content-MD5", "Content-Type", "Range", "If-Match", "If-None-Match",
        "If-Modified-Since", "If-Unmodified-Since", "Expect", "Expires", "Cache-Control", "Content-Encoding", "Content-Disposition",
        "x-cos-copy-source", "x-cos-copy-source-range", "x-cos-copy-source-if-match", "x-cos-meta-a", "x-cos-acl", "x-cos-storage-class",
        "x-cos-forbid-overwrite", "x-cos-server-side-encryption", "x-cdcs-meta-a", "x-cdcs-acl", "x-qs-meta-a", "x-qs-copy-source",
        "x-qs-move-source", "x-qs-copy-range", "x-qs-metadata-directive", "x-qs-encryption-customer-key", "x-qs-fetch-source",
        "x-qs-copy-source-if-match", "x-qs-storage-class", "Accept", "ACCESS-TOKEN", "Authorization", "Date", "Host", "Content-Length");
    private static final List<String> FIELDS = List.of("op", "filesize", "sha", "session", "offset", "slice_size", "insertOnly", "biz_attr",
        "dest_fileid", "to_over_write", "num", "context", "pattern", "order", "flag", "custom_headers", "authority", "uploadparts",
        "datamd5", "bucket", "objectid", "size", "len", "length", "newsize", "page", "perpage", "dirname", "limit", "after", "prefix",
        "subuser", "unfinished", "finished", "objectids", "userid", "password", "name", "dir", "filecontent", "PostData");
    private static final List<String> VALUES = List.of("bytes=0-0", "bytes=-1", "bytes=5-1", "bytes=0-99999999999999999999",
        "bytes=0-1,3-4",
        "1B2M2Y8AsgTpgAmY7PhCfg==", "AAAA", "text/plain; charset=\u00e9", "multipart/form-data", "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\"" + "b".repeat(300) + "\"", "application/json", "application/xml", "100-continue", "chunked",
        "Thu, 01 Jan 1970 00:00:00 GMT", "Sun, 06 Nov 9999999 08:49:37 GMT", "REPLACE", "COPY", "/examplebucket-1250000000/k1",
        "/examplebucket-1250000000/..", "127.0.0.1:9000/examplebucket-1250000000/k1", "AES256", "\"x\"", "*", "W/\"x\"",
        "[{\"offset\":0,\"datalen\":-1,\"datasha\":\"\"}]", "{\"x-cos-meta-a\":\"\u00fc\"}", "{\"x-cos-meta-a\":{\"b\":[1]}}", "[1]", "\"",
        "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    private static final List<String> DOCUMENTS = List.of("", "{", "[", "null", "0", "\"\"", "[".repeat(3000), "{\"a\":".repeat(2000),
        "<a>".repeat(2000), "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "<CompleteMultipartUpload/>",
        "<CompleteMultipartUpload><Part/></CompleteMultipartUpload>", "{\"Part\":[null]}", "{\"Part\":{}}", "{\"object_parts\":[1,[],{}]}",
        "{\"object_parts\":\"x\"}", "\ufeff{}", "--b0undary--", "--b0undary\r\n\r\n",
        "--b0undary\r\nContent-Disposition: form-data\r\n\r\n\r\n",
        "op=list", "a=%", "&&&=&=", "{\"op\":\"list\",\"num\":[]}", "{\"op\":null}", "{} {}");
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    private final Random random;

    Spoiler(Random random) {
        this.random = random;
    }

    /** Changes something, mostly one thing. */
    void spoil(Draft draft) {
        do {
            change(draft);
        } while (random.nextInt(4) == 0);
    }

    private void change(Draft draft) {
        boolean form = !draft.fields.isEmpty();
        switch (random.nextInt(10)) {
            case 0 -> draft.method = one(METHODS);
            case 1, 2 -> draft.path = "/" + text(draft.path.substring(1));
            case 3, 4 -> {
                if (form && random.nextBoolean()) {
                    fields(draft.fields);
                } else {
                    parameters(draft.query);
                }
            }
            case 5, 6 -> headers(draft.headers);
            default -> {
                if (form) {
                    fields(draft.fields);
                } else {
                    draft.body = bytes(draft.body);
                }
            }
        }
    }

    private <T> T one(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private int within(int length) {
        return random.nextInt(length + 1);
    }

    /** Changes a text of a request line. */
    private String text(String text) {
        int from = within(text.length());
        int to = Math.min(text.length(), from + random.nextInt(4));
        return switch (random.nextInt(6)) {
            case 0 -> text.substring(0, from) + one(TEXTS) + text.substring(to);
            case 1 -> text.substring(0, from) + text.substring(to);
            case 2 -> text + one(TEXTS);
            case 3 -> text.substring(0, from) + text;
            case 4 -> number(text);
            default -> random.nextInt(8) == 0 ? one(TEXTS) : text + "/" + one(TEXTS);
        };
    }

    private String number(String text) {
        Matcher matcher = DIGITS.matcher(text);
        return matcher.find(within(text.length())) || matcher.find(0)
            ? text.substring(0, matcher.start()) + one(NUMBERS).strip() + text.substring(matcher.end()) : text + one(NUMBERS).strip();
    }

    private void parameters(List<String> query) {
        int at = query.isEmpty() ? -1 : random.nextInt(query.size());
        switch (at < 0 ? 0 : random.nextInt(5)) {
            case 0 -> query.add(one(PARAMETERS) + (random.nextBoolean() ? "=" + one(random.nextBoolean() ? TEXTS : NUMBERS).strip() : ""));
            case 1 -> query.remove(at);
            case 2 -> query.add(query.get(at));
            case 3 -> query.set(at, number(query.get(at)));
            default -> query.set(at, text(query.get(at)));
        }
    }

    private void headers(List<Map.Entry<String, String>> headers) {
        int at = headers.isEmpty() ? -1 : random.nextInt(headers.size());
        switch (at < 0 ? 0 : random.nextInt(6)) {
            case 1 -> headers.remove(at);
            case 2 -> headers.add(headers.get(at));
            case 3 -> headers.set(at, Map.entry(headers.get(at).getKey(), text(headers.get(at).getValue())));
            default -> headers.add(Map.entry(one(HEADERS), random.nextInt(3) == 0 ? one(NUMBERS) : one(VALUES)));
        }
    }

    private void fields(List<Map.Entry<String, byte[]>> fields) {
        int at = random.nextInt(fields.size());
        String name = fields.get(at).getKey();
        switch (random.nextInt(7)) {
            case 0 -> {
                if (fields.size() > 1) {
                    fields.remove(at);
                }
            }
            case 1 -> fields.add(fields.get(at));
            case 2 -> fields.add(Map.entry(one(FIELDS), value()));
            case 3 -> fields.set(at, Map.entry(one(FIELDS), fields.get(at).getValue()));
            case 4 -> fields.set(at, Map.entry(name, value()));
            case 5 -> fields.set(at, Map.entry(text(name), fields.get(at).getValue()));
            default -> fields.set(at, Map.entry(name, bytes(fields.get(at).getValue())));
        }
    }

    private byte[] value() {
        return one(List.of(NUMBERS, TEXTS, VALUES, DOCUMENTS).get(random.nextInt(4))).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] bytes(byte[] bytes) {
        int at = within(bytes.length);
        return switch (random.nextInt(7)) {
            case 0 -> one(DOCUMENTS).getBytes(random.nextInt(5) == 0 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
            case 1 -> Arrays.copyOf(bytes, at);
            case 2 -> flipped(bytes);
            case 3 -> joined(Arrays.copyOf(bytes, at), value(), Arrays.copyOfRange(bytes, at, bytes.length));
            case 4 -> joined(bytes, Arrays.copyOfRange(bytes, at, bytes.length), new byte[0]);
            case 5 -> new byte[random.nextInt(5000)];
            default -> number(new String(bytes, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1);
        };
    }

    private byte[] flipped(byte[] bytes) {
        byte[] copy = bytes.clone();
        if (copy.length > 0) {
            copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return copy;
    }

    private static byte[] joined(byte[] first, byte[] second, byte[] third) {
        byte[] all = Arrays.copyOf(first, first.length + second.length + third.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        System.arraycopy(third, 0, all, first.length + second.length, third.length);
        return all;
    }
}
