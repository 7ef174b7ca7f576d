package io.github.chunkupload.store;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;

/**
 * The capability to read a body before its upload begins, of a client that announces more of it than a checksum of the whole. Whoever
 * has to take the {@linkplain StoreTraits#digestFirst() checksums needed first} lets it do that, in the same pass.
 */
public interface Preview {

    /**
     * Reads the body once and keeps for the initiate what that will announce.
     *
     * @param request what will be asked for; its checksums need not be known yet
     * @param body all bytes of the object; it is not closed
     * @return the checksums that initiate needs
     * @throws UploadException with {@link Failure#SOURCE_UNREADABLE}
     */
    Checksums preview(UploadRequest request, Body body);
}
