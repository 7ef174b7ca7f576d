package io.github.chunkupload.protocol.cayman;

import io.github.chunkupload.store.ForwardingStore;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.Verify;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A store whose verifications wait until the test lets them go. */
final class HeldStore extends ForwardingStore {

    private volatile CountDownLatch gate = new CountDownLatch(0);

    HeldStore(ObjectStore delegate) {
        super(delegate);
    }

    /** Holds up every verification until the gate is opened. */
    CountDownLatch hold() {
        gate = new CountDownLatch(1);
        return gate;
    }

    @Override
    public <C> Optional<C> capability(Class<C> type) {
        if (type != Verify.class) {
            return super.capability(type);
        }
        Verify held = (object, digests, access) -> {
            await();
            return super.capability(Verify.class).orElseThrow().verify(object, digests, access);
        };
        return Optional.of(type.cast(held));
    }

    private void await() {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
