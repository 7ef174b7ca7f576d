package io.github.chunkupload.gateway;

import io.github.chunkupload.store.ForwardingStore;
import io.github.chunkupload.store.LocalFiles;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.Staging;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Ends the life of a gateway before or after one of its steps: that step and every later one throws, so nothing more has an effect. */
final class Halting {

    /** The process is dead. */
    static final class Halt extends Error {

        private static final long serialVersionUID = 1;
    }

    private final int at;
    private final boolean after;
    private final List<String> steps = new ArrayList<>();
    private boolean dead;

    private Halting(int at, boolean after) {
        this.at = at;
        this.after = after;
    }

    static Halting never() {
        return new Halting(-1, false);
    }

    /** Halts before or after the step of that number, from 0. */
    static Halting at(int step, boolean after) {
        return new Halting(step, after);
    }

    synchronized boolean isDead() {
        return dead;
    }

    synchronized List<String> steps() {
        return List.copyOf(steps);
    }

    private synchronized boolean begin(String step) {
        boolean last = steps.size() == at;
        steps.add(step);
        die(last && !after);
        return last;
    }

    private synchronized void die(boolean now) {
        dead |= now;
        if (dead) {
            throw new Halt();
        }
    }

    private <T> T step(String name, Callable<T> work) throws Exception {
        boolean last = begin(name);
        try {
            return work.call();
        } finally {
            die(last);
        }
    }

    /** Makes each delivery a step. */
    Delivery around(Delivery route) {
        return object -> step("deliver", () -> {
            route.deliver(object);
            return null;
        });
    }

    /** Makes each call of the staging a step, but for the list of what is pending. */
    ObjectStore around(ObjectStore store) {
        return new ForwardingStore(store) {
            @Override
            public <C> Optional<C> capability(Class<C> type) {
                return super.capability(type).map(found -> type == Staging.class || type == LocalFiles.class ? proxy(type, found) : found);
            }
        };
    }

    private <C> C proxy(Class<C> type, C real) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
            Callable<Object> call = () -> invoke(real, method, arguments);
            return method.getName().equals("pending") ? call.call() : step(method.getName(), call);
        }));
    }

    private static Object invoke(Object real, Method method, Object[] arguments) throws Exception {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
