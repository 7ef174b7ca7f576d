package io.github.chunkupload.component;

import static io.github.chunkupload.component.OptionChecks.isSet;

import io.github.chunkupload.gateway.CredentialsFile;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.Protocol;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;

/** Reads the options that tell who may speak to whom. No message tells a secret. */
final class Logins {

    private static final Pattern AUTHORIZATION = Pattern.compile("([?&]authorization=)(RAW\\(.*?\\)(?=&|$)|RAW\\{.*?}(?=&|$)|[^&]*)");
    /** The user of a token that is written without one. */
    private static final String UNNAMED = "token";

    private Logins() {
    }

    /**
     * Returns {@code uri} with a fingerprint in place of the option authorization, which Camel does not know for a secret: it prints the
     * URIs of endpoints, and tells endpoints apart by them.
     */
    static String masked(String uri) {
        return AUTHORIZATION.matcher(uri).replaceAll(
            option -> option.group(1) + "xxxxxx" + DigestUtils.sha256Hex(option.group(2)).substring(0, 16));
    }

    /**
     * Returns what a producer proves itself by; empty: it is anonymous.
     *
     * @throws IllegalArgumentException when that is missing, contradicts itself, or means nothing to the protocol
     */
    static Optional<Credentials> ofProducer(Protocol protocol, AccessConfiguration options) {
        refuseForeign(List.of(protocol), options);
        if (isSet(options.getCredentialsFile())) {
            throw new IllegalArgumentException("Option credentialsFile is for consumers; a producer has accessKey and secretKey");
        }
        Optional<String> token = text(options.getToken());
        if (token.isPresent() && isSet(options.getSecurityToken())) {
            throw new IllegalArgumentException("Both token and securityToken are set: only one can be sent");
        }
        if (isSet(options.getAuthorization())) {
            if (isSet(options.getAccessKey()) || isSet(options.getSecretKey()) || options.getCredentials() != null) {
                throw new IllegalArgumentException("Both authorization and a key are set: each says who calls. Set one of them");
            }
            return Optional.of(Credentials.readyMade(token.or(() -> text(options.getSecurityToken())), text(options.getAuthorization())));
        }
        Optional<Credentials> key = key(options);
        if (key.isEmpty() && token.isPresent()) {
            return Optional.of(Credentials.readyMade(token, Optional.empty()));
        }
        if (key.isEmpty() && !options.isAnonymous()) {
            throw new IllegalArgumentException("No credentials: set accessKey and secretKey, or credentials=#bean, "
                + (protocol.takesTokens() ? "or token, or authorization, " : "") + "or anonymous=true");
        }
        return key.map(found -> token.map(found::withToken).orElse(found));
    }

    private static Optional<Credentials> key(AccessConfiguration options) {
        if (options.getCredentials() == null) {
            return own(options);
        }
        if (!isSet(options.getAccessKey())) {
            throw new IllegalArgumentException("Option credentials on a producer needs accessKey too: it names the one to use");
        }
        return Optional.of(options.getCredentials().find(options.getAccessKey()).orElseThrow(
            () -> new IllegalArgumentException("The bean of option credentials does not know the key of option accessKey")));
    }

    /**
     * Returns who may come in.
     *
     * @throws IllegalArgumentException when that is nobody, contradicts itself, or means nothing to the protocols
     */
    static CredentialSource ofConsumer(Collection<Protocol> protocols, AccessConfiguration options) {
        refuseForeign(protocols, options);
        if (isSet(options.getAuthorization())) {
            throw new IllegalArgumentException("Option authorization is for producers; a consumer lets keys and tokens in");
        }
        Optional<CredentialSource> known = source(options);
        if (known.flatMap(CredentialSource::rights).isPresent() && options.isAnonymous()) {
            throw new IllegalArgumentException("anonymous=true lets everybody do everything, and the credentials tell who may do what: "
                + "give rights to anonymous callers there");
        }
        if (isSet(options.getToken())) {
            return known.orElse(accessKey -> Optional.empty()).withTokens(tokens(options.getToken()));
        }
        if (known.isEmpty() && !options.isAnonymous()) {
            throw new IllegalArgumentException("Nobody may come in: set accessKey and secretKey, or credentialsFile, or "
                + "credentials=#bean, " + (protocols.stream().anyMatch(Protocol::takesTokens) ? "or token, " : "") + "or anonymous=true");
        }
        return known.orElse(accessKey -> Optional.empty());
    }

    /**
     * Takes out of the options that an endpoint has from its component what it tells in another way itself: keys of the component are
     * mostly those that its producers sign with, and are not meant to let anybody in beside those in a file that the endpoint names.
     *
     * @param told the names of the options of the endpoint's own
     */
    static void override(AccessConfiguration options, Set<String> told) {
        if (told.contains("credentialsFile")) {
            options.setAccessKey(null);
            options.setSecretKey(null);
            options.setCredentials(null);
        } else if (told.contains("accessKey") || told.contains("credentials")) {
            options.setCredentialsFile(null);
        }
    }

    /** Returns what knows the keys that may come in: one of the three ways to tell them. */
    private static Optional<CredentialSource> source(AccessConfiguration options) {
        List<CredentialSource> told = new ArrayList<>();
        own(options).map(CredentialSource::of).ifPresent(told::add);
        Optional.ofNullable(options.getCredentials()).ifPresent(told::add);
        text(options.getCredentialsFile()).map(file -> CredentialsFile.open(Path.of(file))).ifPresent(told::add);
        if (told.size() > 1) {
            throw new IllegalArgumentException("Of credentials, credentialsFile and accessKey more than one is set: who may come in? Set "
                + "one of them");
        }
        return told.stream().findFirst();
    }

    private static Map<String, String> tokens(String list) {
        Map<String, String> users = new HashMap<>();
        for (String entry : list.split(",", -1)) {
            int colon = entry.indexOf(':');
            String token = entry.substring(colon + 1).strip();
            String user = colon < 0 ? UNNAMED : entry.substring(0, colon).strip();
            if (token.isEmpty() || user.isEmpty()) {
                throw new IllegalArgumentException("An entry of option token is neither token nor user:token");
            }
            users.put(token, user);
        }
        return users;
    }

    private static Optional<Credentials> own(AccessConfiguration options) {
        if (isSet(options.getAccessKey()) != isSet(options.getSecretKey())) {
            throw new IllegalArgumentException("Of accessKey and secretKey only one is set: they belong together");
        }
        return isSet(options.getAccessKey()) ? Optional.of(OptionChecks.own(options)) : Optional.empty();
    }

    private static void refuseForeign(Collection<Protocol> protocols, AccessConfiguration options) {
        boolean set = isSet(options.getToken()) || isSet(options.getAuthorization());
        if (set && protocols.stream().noneMatch(Protocol::takesTokens)) {
            throw new IllegalArgumentException("Option " + (isSet(options.getToken()) ? "token" : "authorization")
                + " means nothing to protocol " + String.join(", ", protocols.stream().map(Protocol::name).toList())
                + ": set accessKey and secretKey, and securityToken where the key is a temporary one");
        }
    }

    private static Optional<String> text(String option) {
        return Optional.ofNullable(option).filter(OptionChecks::isSet);
    }
}
