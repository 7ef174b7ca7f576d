package io.github.chunkupload.component;

import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.gateway.AfterDelivery;
import io.github.chunkupload.gateway.CrossOrigin;
import io.github.chunkupload.gateway.DeliverySettings;
import io.github.chunkupload.gateway.LimitSettings;
import io.github.chunkupload.http.ServerLimits;
import io.github.chunkupload.protocol.Protocol;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.protocol.SignatureWindow;
import io.github.chunkupload.store.UploadException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The options of a consumer as the gateway wants them. What is missing or makes no sense is refused before anything listens. */
final class GatewayOptions {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayOptions.class);

    private final ChunkUploadEndpoint endpoint;
    private final ChunkUploadConfiguration options;

    GatewayOptions(ChunkUploadEndpoint endpoint) {
        this.endpoint = endpoint;
        this.options = endpoint.getConfiguration();
    }

    /** Returns whether objects are handed to the route. */
    boolean delivers() {
        return options.getReceive() == Receive.OBJECTS;
    }

    /** Returns whether each operation is handed to the route, and nothing is kept here. */
    boolean relays() {
        return options.getReceive() == Receive.OPERATIONS;
    }

    /** Returns the protocols to speak; with {@code any}, those that can have the bucket. */
    Collection<Protocol> protocols() {
        if (!delivers() && !options.getAfterDelivery().equalsIgnoreCase("keep")) {
            throw new IllegalArgumentException("Option afterDelivery has no meaning with receive="
                + options.getReceive().name().toLowerCase(Locale.ROOT) + ": nothing is delivered");
        }
        if (relays() && OptionChecks.isSet(options.getDataDirectory())) {
            throw new IllegalArgumentException("Option dataDirectory has no meaning with receive=operations: nothing is kept here");
        }
        if (endpoint.getProtocol().equals(ProtocolLookup.ANY)) {
            Collection<Protocol> all = new ProtocolLookup(endpoint.getCamelContext()).all(list(options.getProtocols())).values();
            OptionChecks.protocolOptions(all, options);
            return fitting(all);
        }
        return fitting(List.of(endpoint.protocolNamed(endpoint.getProtocol())));
    }

    /** Returns those that can have the bucket; if none can, tells why. */
    private List<Protocol> fitting(Collection<Protocol> protocols) {
        List<Protocol> fitting = new ArrayList<>();
        UploadException refusal = null;
        for (Protocol protocol : protocols) {
            try {
                if (!endpoint.getBucket().equals("*")) {
                    protocol.checkBucket(endpoint.getBucket());
                }
                fitting.add(protocol);
            } catch (UploadException e) {
                LOG.debug("{} cannot have the bucket {}", protocol.name(), endpoint.getBucket(), e);
                refusal = e;
            }
        }
        if (fitting.isEmpty() && refusal != null) {
            throw refusal;
        }
        return fitting;
    }

    /** Returns which of the protocols {@code spoken} is for what none of them recognises; empty: none is. */
    String defaultProtocol(Collection<Protocol> spoken) {
        String name = OptionChecks.orEmpty(options.getDefaultProtocol());
        List<String> names = spoken.stream().map(Protocol::name).sorted().toList();
        if (!name.isEmpty() && !endpoint.getProtocol().equals(ProtocolLookup.ANY)) {
            throw new IllegalArgumentException("Option defaultProtocol=" + name + " is for chunkupload:any: this consumer speaks "
                + endpoint.getProtocol() + " only");
        }
        if (!name.isEmpty() && !names.contains(name)) {
            throw new IllegalArgumentException("Option defaultProtocol=" + name + " is none of the protocols spoken here: "
                + String.join(", ", names) + Nearest.hint(name, names));
        }
        return name;
    }

    ServerSettings serverSettings(Collection<Protocol> protocols) {
        Set<String> buckets = endpoint.getBucket().equals("*") ? Set.of() : Set.of(endpoint.getBucket());
        Set<String> hosts = list(options.getBaseHosts()).stream().map(h -> h.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        OptionalLong minPart = options.getMinPartSize() == null ? OptionalLong.empty()
            : OptionalLong.of(Sizes.parse("minPartSize", options.getMinPartSize()));
        return new ServerSettings(Logins.ofConsumer(protocols, options), options.isAnonymous(), buckets,
            OptionChecks.orEmpty(options.getDefaultBucket()), hosts, OptionChecks.orEmpty(options.getAppId()),
            OptionChecks.texts(options.getProtocolOptions()), minPart, Clock.systemUTC(), signatures());
    }

    private SignatureWindow signatures() {
        return new SignatureWindow(seconds("clockSkew", options.getClockSkew()), seconds("signatureLife", options.getSignatureLife()));
    }

    /** Signatures tell their times in whole seconds. */
    private static Optional<Duration> seconds(String option, long millis) {
        if (millis < 0 || millis > 0 && millis < 1000) {
            throw new IllegalArgumentException("Option " + option + "=" + millis + " must be a time of at least a second, such as 5m");
        }
        return Optional.of(Duration.ofMillis(millis)).filter(time -> !time.isZero());
    }

    /** Returns which pages of other origins may use the gateway. */
    CrossOrigin crossOrigin() {
        try {
            return new CrossOrigin(Set.copyOf(list(options.getCorsOrigins())));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Option corsOrigins: " + e.getMessage(), e);
        }
    }

    DeliverySettings deliverySettings() {
        return afterDelivery(DeliverySettings.DEFAULT).withAcknowledge(options.getAcknowledge())
            .withCompleteTimeout(Duration.ofMillis(options.getCompleteTimeout())).withParallel(options.getParallelDeliveries());
    }

    private DeliverySettings afterDelivery(DeliverySettings settings) {
        String fate = options.getAfterDelivery().toLowerCase(Locale.ROOT);
        if (fate.matches("expire:[1-9][0-9]{0,4}")) {
            return settings.withKeptFor(Duration.ofDays(Long.parseLong(fate.substring("expire:".length()))));
        }
        return switch (fate) {
            case "keep" -> settings;
            case "delete" -> settings.withAfterDelivery(AfterDelivery.DELETE);
            default -> throw new IllegalArgumentException("Option afterDelivery=" + options.getAfterDelivery()
                + " is none of keep, delete and expire:<days>, such as expire:30");
        };
    }

    LimitSettings limitSettings() {
        if (options.getMaxOpenUploads() < 1 || options.getMaxOpenUploadsPerClient() < 1) {
            throw new IllegalArgumentException("Options maxOpenUploads and maxOpenUploadsPerClient must be at least 1");
        }
        Map<String, Long> quotas = new TreeMap<>();
        OptionChecks.texts(options.getBucketQuotas())
            .forEach((bucket, size) -> quotas.put(bucket, positive("quota." + bucket, size)));
        OptionalLong quota = options.getQuota() == null ? OptionalLong.empty() : OptionalLong.of(positive("quota", options.getQuota()));
        return new LimitSettings(positive("maxObjectSize", options.getMaxObjectSize()), positive("maxPartSize", options.getMaxPartSize()),
            options.getMaxOpenUploads(), options.getMaxOpenUploadsPerClient(), quota, quotas,
            Sizes.parse("minFreeSpace", options.getMinFreeSpace()));
    }

    private static long positive(String option, String text) {
        long size = Sizes.parse(option, text);
        if (size < 1) {
            throw new IllegalArgumentException("Option " + option + "=" + text + " lets nothing through: leave it out for the usual limit");
        }
        return size;
    }

    /** Returns how long an upload may be left alone. */
    Duration uploadExpiry() {
        if (options.getUploadExpiry() < 1) {
            throw new IllegalArgumentException("Option uploadExpiry=" + options.getUploadExpiry() + " must be a time, such as 7d");
        }
        return Duration.ofMillis(options.getUploadExpiry());
    }

    /** Returns how often all objects are read again; zero: only when asked for. */
    Duration scrubPeriod() {
        if (options.getScrubPeriod() < 0) {
            throw new IllegalArgumentException("Option scrubPeriod=" + options.getScrubPeriod() + " must be a time, such as 30d, or 0");
        }
        return Duration.ofMillis(options.getScrubPeriod());
    }

    long scrubBandwidth() {
        return positive("scrubBandwidth", options.getScrubBandwidth());
    }

    DiskSettings diskSettings() {
        return DiskSettings.DEFAULT.withFsync(options.getFsync());
    }

    /** Refuses what the health check cannot go by, before anything is opened. */
    void checkHealthOptions() {
        Sizes.parse("minFreeSpace", options.getMinFreeSpace());
        if (options.getMaxBacklog() < 0) {
            throw new IllegalArgumentException("Option maxBacklog=" + options.getMaxBacklog() + " must be at least 0");
        }
    }

    GatewayHealthCheck healthCheck(GatewayStatus gateway) {
        return new GatewayHealthCheck(gateway, Sizes.parse("minFreeSpace", options.getMinFreeSpace()), options.getMaxBacklog());
    }

    Path dataDirectory() {
        if (!OptionChecks.isSet(options.getDataDirectory())) {
            throw new IllegalArgumentException("Option dataDirectory is missing: where are received objects to be kept?");
        }
        try {
            return Path.of(options.getDataDirectory());
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("Option dataDirectory is no path: " + e.getReason());
        }
    }

    String serverUri() {
        HttpServers.check(options.getServerUri());
        return options.getServerUri();
    }

    ServerLimits serverLimits() {
        if (options.getMaxRequests() < 1) {
            throw new IllegalArgumentException("Option maxRequests=" + options.getMaxRequests() + " must be at least 1");
        }
        if (options.getMaxConnections() < 1) {
            throw new IllegalArgumentException("Option maxConnections=" + options.getMaxConnections() + " must be at least 1");
        }
        if (options.getRequestTimeout() < 0) {
            throw new IllegalArgumentException("Option requestTimeout=" + options.getRequestTimeout() + " must be a time (1d), or 0");
        }
        return ServerLimits.of(options.getMaxRequests(), options.getMaxConnections(),
            Sizes.parse("minBodyRate", options.getMinBodyRate())).withRequestTimeout(Duration.ofMillis(options.getRequestTimeout()));
    }

    private static List<String> list(String text) {
        return text == null ? List.of() : Arrays.stream(text.split(",")).map(String::trim).filter(each -> !each.isEmpty()).toList();
    }
}
