package io.github.chunkupload.transfer;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ForwardingStore;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.store.UploadState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A real store on a bad line: chosen calls fail before they have any effect, lose their answer after it, have it changed or are held
 * up. It notes what was called and which parts were confirmed.
 */
final class FaultyStore extends ForwardingStore {

    /** What can go wrong. */
    enum Call { INITIATE, PART, STATE, COMPLETE, ABORT, UPLOADS, PUT, HEAD }

    /** What goes wrong with one call. */
    @FunctionalInterface
    interface Fault {

        Object around(Supplier<Object> call);
    }

    private final Map<Call, Map<Integer, Fault>> faults = new EnumMap<>(Call.class);
    private final Map<Integer, List<Fault>> partFaults = new HashMap<>();
    private final Map<Call, AtomicInteger> calls = new EnumMap<>(Call.class);
    private final List<PartSlot> confirmed = Collections.synchronizedList(new ArrayList<>());
    private UnaryOperator<StoreTraits> facts = UnaryOperator.identity();

    FaultyStore(ObjectStore delegate) {
        super(delegate);
        for (Call call : Call.values()) {
            calls.put(call, new AtomicInteger());
            faults.put(call, new HashMap<>());
        }
    }

    static Fault refuse(Failure kind) {
        return refuse(UploadException.of(kind, "refused by the test"));
    }

    static Fault refuse(UploadException failure) {
        return call -> {
            throw failure;
        };
    }

    static Fault loseTheAnswer() {
        return call -> {
            call.get();
            throw UploadException.of(Failure.CONNECTION, "the answer was lost by the test");
        };
    }

    static Fault holdUntil(CountDownLatch latch) {
        return call -> {
            try {
                if (!latch.await(20, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("nobody released the call");
                }
            } catch (InterruptedException e) {
                throw UploadException.of(Failure.CONNECTION, "interrupted", e);
            }
            return call.get();
        };
    }

    static Fault first(Runnable action) {
        return call -> {
            action.run();
            return call.get();
        };
    }

    static Fault then(Runnable action) {
        return call -> {
            Object answer = call.get();
            action.run();
            return answer;
        };
    }

    static <T> Fault change(Class<T> type, UnaryOperator<T> change) {
        return call -> change.apply(type.cast(call.get()));
    }

    /** Lets the call {@code nth}, from 1, go wrong. */
    FaultyStore on(Call call, int nth, Fault fault) {
        faults.get(call).put(nth, fault);
        return this;
    }

    /** Lets every call of that kind go wrong. */
    FaultyStore onEvery(Call call, Fault fault) {
        return on(call, 0, fault);
    }

    /** Lets the next sending of the part {@code index} go wrong; said twice, the one after it too. */
    FaultyStore onPart(int index, Fault fault) {
        synchronized (partFaults) {
            partFaults.computeIfAbsent(index, i -> new ArrayList<>()).add(fault);
        }
        return this;
    }

    /** Says other facts about the store. */
    FaultyStore facts(UnaryOperator<StoreTraits> change) {
        facts = change;
        return this;
    }

    /** Forgets every fault that has not happened. */
    void heal() {
        faults.values().forEach(Map::clear);
        synchronized (partFaults) {
            partFaults.clear();
        }
    }

    int calls(Call call) {
        return calls.get(call).get();
    }

    /** Returns the indexes of the parts that were confirmed to the sender, ascending, as often as they were. */
    List<Integer> confirmed() {
        synchronized (confirmed) {
            return confirmed.stream().map(PartSlot::index).sorted().toList();
        }
    }

    void forgetCalls() {
        confirmed.clear();
        calls.values().forEach(count -> count.set(0));
    }

    @Override
    public StoreTraits traits(String bucket) {
        return facts.apply(super.traits(bucket));
    }

    private <T> T call(Call call, Class<T> type, Supplier<Object> real) {
        int nth = calls.get(call).incrementAndGet();
        Fault every = faults.get(call).getOrDefault(0, Supplier::get);
        return type.cast(faults.get(call).getOrDefault(nth, every).around(real));
    }

    private Fault partFault(int index) {
        synchronized (partFaults) {
            List<Fault> left = partFaults.getOrDefault(index, List.of());
            return left.isEmpty() ? Supplier::get : left.remove(0);
        }
    }

    @Override
    public Admission initiate(UploadRequest request) {
        return call(Call.INITIATE, Admission.class, () -> super.initiate(request));
    }

    @Override
    public PartReceipt putPart(UploadRef upload, PartSlot slot, Body body, Checks checks, Access access) {
        Supplier<Object> real = () -> super.putPart(upload, slot, body, checks, access);
        PartReceipt receipt = call(Call.PART, PartReceipt.class, () -> partFault(slot.index()).around(real));
        confirmed.add(slot);
        return receipt;
    }

    @Override
    public UploadState state(UploadRef upload, int afterIndex, int limit) {
        return call(Call.STATE, UploadState.class, () -> super.state(upload, afterIndex, limit));
    }

    @Override
    public ObjectReceipt complete(UploadRef upload, Completion completion) {
        return call(Call.COMPLETE, ObjectReceipt.class, () -> super.complete(upload, completion));
    }

    @Override
    public void abort(UploadRef upload) {
        call(Call.ABORT, Object.class, () -> {
            super.abort(upload);
            return "";
        });
    }

    @Override
    @SuppressWarnings("unchecked")
    public Page<UploadInfo> uploads(UploadQuery query) {
        return call(Call.UPLOADS, Page.class, () -> super.uploads(query));
    }

    @Override
    public ObjectReceipt put(UploadRequest request, Body body, Checks checks) {
        return call(Call.PUT, ObjectReceipt.class, () -> super.put(request, body, checks));
    }

    @Override
    public ObjectInfo head(ObjectRef object, Access access) {
        return call(Call.HEAD, ObjectInfo.class, () -> super.head(object, access));
    }
}
