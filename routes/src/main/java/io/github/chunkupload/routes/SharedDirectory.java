package io.github.chunkupload.routes;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.io.File;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.WrappedFile;

/** The directory that all nodes share, each under a path of its own. What lies elsewhere, by whatever way it is named, is refused. */
final class SharedDirectory {

    /** The exchange property with the path of the directory on this node. */
    static final String PROPERTY = "CamelChunkUploadDirectory";

    private final Path root;

    private SharedDirectory(Path root) {
        this.root = root;
    }

    /** Returns that of the exchange. */
    static SharedDirectory of(Exchange exchange) {
        String directory = exchange.getProperty(PROPERTY, "", String.class);
        try {
            return new SharedDirectory(Path.of(directory).toRealPath());
        } catch (IOException | InvalidPathException e) {
            throw UploadException.of(Failure.SOURCE_UNREADABLE, "The shared directory cannot be read on this node: " + directory, e);
        }
    }

    /** Returns where the file in the body is, as the other nodes find it too. */
    String pathOf(Object body) {
        Object file = body instanceof WrappedFile<?> wrapped ? wrapped.getFile() : body;
        Path path = file instanceof File plain ? plain.toPath() : file instanceof Path given ? given : null;
        if (path == null) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "Only a file can be scattered, because every worker reads its own part");
        }
        return root.relativize(inside(path, String.valueOf(path.getFileName()))).toString().replace(File.separatorChar, '/');
    }

    /** Returns the file of that path. */
    Path file(String path) {
        try {
            return inside(root.resolve(path), path);
        } catch (InvalidPathException e) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "The source " + path + " cannot be a path on this node", e);
        }
    }

    private Path inside(Path file, String name) {
        Path real;
        try {
            real = file.toRealPath();
        } catch (IOException e) {
            throw UploadException.of(Failure.SOURCE_UNREADABLE, "The source " + name + " is not to be found in the shared directory", e);
        }
        if (!real.startsWith(root)) {
            throw UploadException.of(Failure.FORBIDDEN, "The source " + name + " is outside the shared directory");
        }
        return real;
    }
}
