package io.github.chunkupload.protocol.cosslice;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.store.UploadState;

/** What our client says differently in the two dialects: how a file goes up in slices. Requests and bodies were checked. Thread-safe. */
interface SliceDialect {

    StoreTraits traits();

    Admission initiate(UploadRequest request);

    PartReceipt putPart(UploadRef upload, PartSlot slot, Body body, Checks checks);

    UploadState state(UploadRef upload, int afterIndex, int limit);

    ObjectReceipt complete(UploadRef upload, Completion completion);
}
