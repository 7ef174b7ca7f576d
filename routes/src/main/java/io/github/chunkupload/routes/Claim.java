package io.github.chunkupload.routes;

import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.transfer.UploadTicket;

/**
 * A part that somebody has to send.
 *
 * @param ticket of which upload
 * @param path where the source is in the shared directory
 * @param slot which bytes
 */
record Claim(UploadTicket ticket, String path, PartSlot slot) {
}
