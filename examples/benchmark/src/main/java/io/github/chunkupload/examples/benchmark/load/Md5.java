package io.github.chunkupload.examples.benchmark.load;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The MD5 of bytes of a file. */
final class Md5 {

    private Md5() {
    }

    static String of(FileChannel file, long offset, long length) throws IOException, NoSuchAlgorithmException {
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
        for (long done = 0; done < length; done += buffer.limit()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), length - done));
            while (buffer.hasRemaining()) {
                if (file.read(buffer, offset + done + buffer.position()) < 0) {
                    throw new EOFException();
                }
            }
            md5.update(buffer.array(), 0, buffer.limit());
        }
        return HexFormat.of().formatHex(md5.digest());
    }
}
