package io.github.chunkupload.transfer;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.StoredPart;
import io.github.chunkupload.store.UploadState;

/** What other stores would have answered in the place of one that tells everything. */
final class Answers {

    private Answers() {
    }

    static PartReceipt untold(PartReceipt receipt) {
        return new PartReceipt(receipt.slot(), receipt.etag(), Checksums.NONE, receipt.missing(), receipt.finished());
    }

    static PartReceipt corrupted(PartReceipt receipt) {
        return new PartReceipt(receipt.slot(), receipt.etag(), Checksums.of(Digest.CRC64, "4711"), receipt.missing(), receipt.finished());
    }

    static ObjectReceipt untold(ObjectReceipt receipt) {
        return new ObjectReceipt(receipt.object(), receipt.size(), receipt.etag(), Checksums.NONE, receipt.location());
    }

    static ObjectReceipt corrupted(ObjectReceipt receipt) {
        return new ObjectReceipt(receipt.object(), receipt.size(), receipt.etag(), Checksums.of(Digest.CRC64, "4711"), receipt.location());
    }

    static UploadState untold(UploadState state) {
        return new UploadState(state.upload(), state.phase(), state.parts().stream()
            .map(part -> new StoredPart(untold(part.receipt()), part.modified())).toList(), state.truncated(), state.contiguous(),
            state.metadata(), state.initiated());
    }
}
