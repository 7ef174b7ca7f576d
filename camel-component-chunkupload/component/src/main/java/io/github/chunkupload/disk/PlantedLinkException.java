package io.github.chunkupload.disk;

import java.io.IOException;
import java.io.Serial;

/** There is a symbolic link where a store has a file or a folder of its own: it may lead anywhere, so it is not followed. */
final class PlantedLinkException extends IOException {

    @Serial
    private static final long serialVersionUID = 1;

    /**
     * @param name of the link, as the {@link Volume} names files
     */
    PlantedLinkException(String name) {
        super("The data directory has a symbolic link in place of its own '" + name
            + "', which is not followed; only the data directory itself may be a link");
    }
}
