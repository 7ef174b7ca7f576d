package io.github.chunkupload.protocol.cosslice;

import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.protocol.SignatureWindow;
import java.time.Duration;
import java.util.Optional;

/** Finds out who makes a request, from its head alone. Thread-safe. */
final class CosSliceVerifier {

    private final ServerSettings settings;

    CosSliceVerifier(ServerSettings settings) {
        this.settings = settings;
    }

    /**
     * Who makes a request.
     *
     * @param caller by name
     * @param sign what proved it; empty: nothing was asked for
     */
    record Proved(Caller caller, Optional<CosSliceSign> sign) {
    }

    /** Returns who makes the request, or throws the failure that refuses it. */
    Proved authenticate(HttpHead head, CosSliceTarget target, String peer) {
        String text = head.header("Authorization").filter(value -> !value.isEmpty())
            .or(() -> head.query().first("sign")).orElse("");
        if (text.isEmpty()) {
            if (settings.anonymous()) {
                return new Proved(Caller.anonymous(peer), Optional.empty());
            }
            throw CosSliceError.SIGN_EMPTY.failure("The request has no signature");
        }
        CosSliceSign sign = CosSliceSign.read(text)
            .orElseThrow(() -> CosSliceError.SIGN_FORMAT.failure("The signature is not Base64 of a MAC and its text"));
        Credentials key = settings.credentials().find(sign.field("k"))
            .orElseThrow(() -> CosSliceError.SECRET_ID_UNKNOWN.failure("The secret id is not known"));
        if (!sign.isOf(key)) {
            throw CosSliceError.BAD_SIGN.failure("The signature does not fit its text");
        }
        requireFresh(sign);
        requireTarget(sign, target);
        return new Proved(new Caller(key.accessKey(), peer), Optional.of(sign));
    }

    private void requireFresh(CosSliceSign sign) {
        long now = settings.clock().instant().getEpochSecond();
        long made = sign.number("t");
        SignatureWindow window = settings.signatures();
        boolean fresh = sign.isSingleUse() ? Math.abs(now - made) <= window.skew(CosSliceLimits.SINGLE_USE_LIFE).toSeconds()
            : sign.number("e") > now && made - now <= window.skew(CosSliceLimits.SKEW).toSeconds()
            && window.allows(Duration.ofSeconds(sign.number("e") - made));
        if (!fresh) {
            throw CosSliceError.SIGN_EXPIRED.failure("The signature is not valid any more");
        }
    }

    private static void requireTarget(CosSliceSign sign, CosSliceTarget target) {
        if (!sign.field("a").equals(target.bucket().appId())) {
            throw CosSliceError.APP_ID_NOT_SIGN_APP_ID.failure("The signature is for another application");
        }
        if (!sign.field("b").equals(target.bucket().name())) {
            throw CosSliceError.BUCKET_NOT_SIGN_BUCKET.failure("The signature is for another bucket");
        }
        String file = sign.field("f");
        if (file.isEmpty() && sign.isSingleUse()) {
            throw CosSliceError.SINGLE_USE_WITHOUT_FILE.failure("A signature for one use must name the file");
        }
        if (!file.isEmpty() && !isFile(file, target)) {
            throw CosSliceError.FILE_NOT_SIGN_FILE.failure("The signature is for another file");
        }
    }

    private static boolean isFile(String file, CosSliceTarget target) {
        try {
            return CosSliceTarget.decode(file).equals(target.file());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
