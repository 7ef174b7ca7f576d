package io.github.chunkupload.examples.benchmark.load;

import java.io.IOException;

/**
 * What counts of an answer.
 *
 * @param etag without quotes
 */
record Answer(int status, String etag) {

    static Answer of(String statusLine) {
        return new Answer(Integer.parseInt(statusLine.split(" ")[1]), "");
    }

    Answer with(String quoted) {
        return new Answer(status, quoted.replace("\"", ""));
    }

    /** Fails unless it is 200. */
    void requireSuccess() throws IOException {
        if (status != 200) {
            throw new IOException("A request was answered " + status);
        }
    }

    /** Fails unless it is 200 and the bytes arrived, which their MD5 shows. */
    void require(String md5) throws IOException {
        if (status != 200 || !etag.equals(md5)) {
            throw new IOException("A part with the MD5 " + md5 + " was answered " + this);
        }
    }
}
