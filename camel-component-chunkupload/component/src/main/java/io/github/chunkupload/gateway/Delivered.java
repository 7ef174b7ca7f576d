package io.github.chunkupload.gateway;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.store.ObjectInfo;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An object handed to a {@link Delivery}: durable, and not visible to any client yet.
 *
 * @param deliveryId the same each time this object is handed over, also after a restart: the key for an idempotent receiver
 * @param redelivered whether it may have been handed over before
 * @param info what it is
 * @param uploadId the upload it came from; empty: it was sent in one piece
 * @param caller who finished it; empty when that was before a restart
 * @param file its bytes as a file that may be read and neither changed nor moved, where the store has files
 * @param body its bytes; repeatable, and closed by the caller of {@link Delivery#deliver}
 */
public record Delivered(String deliveryId, boolean redelivered, ObjectInfo info, String uploadId, Optional<Caller> caller,
        Optional<Path> file, Body body) {
}
