package io.github.chunkupload.component;

import io.github.chunkupload.protocol.Protocol;
import io.github.chunkupload.protocol.cdcs.CdcsProtocol;
import io.github.chunkupload.protocol.cos.CosProtocol;
import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/** A bundle that offers two protocols; the framework takes them back when it stops. */
public final class OfferingBundle implements BundleActivator {

    @Override
    public void start(BundleContext context) {
        offer(context, new CosProtocol(), 1);
        offer(context, new CdcsProtocol(), 2);
    }

    private static void offer(BundleContext context, Protocol protocol, int rank) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Constants.SERVICE_RANKING, rank);
        context.registerService(Protocol.class, protocol, properties);
    }

    @Override
    public void stop(BundleContext context) {
    }
}
