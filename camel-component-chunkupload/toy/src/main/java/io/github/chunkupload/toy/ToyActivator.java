package io.github.chunkupload.toy;

import io.github.chunkupload.protocol.Protocol;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Offers the toy to other bundles, for as long as its own is started. Nothing else links to it: without OSGi it is never loaded. */
public final class ToyActivator implements BundleActivator {

    @Override
    public void start(BundleContext context) {
        context.registerService(Protocol.class, new ToyProtocol(), null);
    }

    @Override
    public void stop(BundleContext context) {
        // the framework takes the service back
    }
}
