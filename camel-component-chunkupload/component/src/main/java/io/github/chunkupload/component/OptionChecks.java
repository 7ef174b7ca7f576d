package io.github.chunkupload.component;

import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.OptionSpec;
import io.github.chunkupload.protocol.Protocol;
import io.github.chunkupload.store.Access;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.util.StringHelper;

/** Reads options that need more than a type, and refuses what makes no sense before any byte moves. No message tells a secret. */
final class OptionChecks {

    private static final int CUSTOMER_KEY_BYTES = 32;

    private OptionChecks() {
    }

    /** Refuses values of options that are a choice, where they are none of the choices: Camel would not say which there are. */
    static void choices(PropertyConfigurerGetter options, Map<String, Object> parameters) {
        parameters.forEach((name, value) -> {
            Class<?> type = options.getOptionType(name, true);
            if (type != null && type.isEnum() && value instanceof String text && !text.startsWith("#")) {
                List<String> choices = Arrays.stream(type.getEnumConstants())
                    .map(choice -> StringHelper.dashToCamelCase(choice.toString().toLowerCase(Locale.ROOT).replace('_', '-'))).toList();
                String given = text.replace("-", "").replace("_", "");
                if (choices.stream().noneMatch(given::equalsIgnoreCase)) {
                    throw new IllegalArgumentException("Option " + name + "=" + text + " is none of " + String.join(", ", choices)
                        + Nearest.hint(text, choices));
                }
            }
        });
    }

    /** Refuses what is left over in {@code parameters} when all options of {@code names} were taken. */
    static void known(Set<String> names, Map<String, Object> parameters) {
        if (!parameters.isEmpty()) {
            String unknown = new TreeSet<>(parameters.keySet()).first();
            int dot = unknown.indexOf('.');
            throw new IllegalArgumentException("There is no option " + unknown
                + Nearest.hint(dot < 0 ? unknown : unknown.substring(0, dot), names));
        }
    }

    /** Refuses {@code protocol.*} options that none of the protocols has. */
    static void protocolOptions(Collection<Protocol> protocols, AccessConfiguration options) {
        Set<String> known = protocols.stream().flatMap(p -> p.options().stream()).map(OptionSpec::name)
            .collect(Collectors.toCollection(TreeSet::new));
        for (String name : texts(options.getProtocolOptions()).keySet()) {
            if (!known.contains(name)) {
                String names = protocols.stream().map(Protocol::name).sorted().collect(Collectors.joining(", "));
                throw new IllegalArgumentException((protocols.size() == 1 ? "Protocol " + names + " has no option protocol." + name
                    + "; it has " : "None of the protocols " + names + " has an option protocol." + name + "; they have ") + known
                    + Nearest.hint(name, known));
            }
        }
    }

    /** Returns the credentials that stand in the options themselves. */
    static Credentials own(AccessConfiguration options) {
        return new Credentials(options.getAccessKey(), options.getSecretKey(),
            Optional.ofNullable(options.getSecurityToken()).filter(OptionChecks::isSet));
    }

    /** Returns the secrets that open the bytes of objects. */
    static Access access(AccessConfiguration options) {
        if (!isSet(options.getCustomerSecretKey())) {
            return Access.NONE;
        }
        byte[] key;
        try {
            key = Base64.getDecoder().decode(options.getCustomerSecretKey());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Option customerSecretKey must be Base64 (write it as RAW(...) in a URI, because it may "
                + "contain '+')");
        }
        if (key.length != CUSTOMER_KEY_BYTES) {
            throw new IllegalArgumentException("Option customerSecretKey must be " + CUSTOMER_KEY_BYTES + " bytes in Base64, and is "
                + key.length);
        }
        return new Access(Optional.of(new Access.CustomerKey(key)));
    }

    /** Returns the options {@code protocol.*} as text. */
    static Map<String, String> texts(Map<String, Object> options) {
        Map<String, String> texts = new TreeMap<>();
        if (options != null) {
            options.forEach((name, value) -> texts.put(name, String.valueOf(value)));
        }
        return texts;
    }

    static boolean isSet(String text) {
        return text != null && !text.isEmpty();
    }

    static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
