package io.github.chunkupload.gateway;

import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.Grant;
import io.github.chunkupload.protocol.Right;
import java.io.IOException;
import java.io.StringReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Reads credentials and rights as properties: {@code <name>.accessKey} (the name itself unless told), {@code <name>.secretKey},
 * {@code <name>.securityToken}, {@code <name>.token}, {@code <name>.rights}; of callers without credentials {@code anonymous.rights}.
 * Rights are written {@code read,list bucket/prefix; all bucket}. Messages name the property and never its value.
 */
final class CredentialsParser {

    private static final String ANONYMOUS = "anonymous";
    private static final Set<String> FIELDS = Set.of("accessKey", "secretKey", "securityToken", "token", "rights");

    private final List<Credentials> keys = new ArrayList<>();
    private final Map<String, String> tokens = new HashMap<>();
    private final Map<String, List<Grant>> grants = new HashMap<>();

    private CredentialsParser() {
    }

    /**
     * Reads the text of a file.
     *
     * @throws IllegalArgumentException when it makes no sense
     */
    static KnownUsers parse(String text) {
        CredentialsParser parser = new CredentialsParser();
        Map<String, Map<String, String>> users = users(text);
        users.forEach(parser::add);
        if (users.isEmpty()) {
            throw new IllegalArgumentException("The file of credentials names nobody");
        }
        CredentialSource source = CredentialSource.of(parser.keys.toArray(Credentials[]::new));
        return new KnownUsers(parser.tokens.isEmpty() ? source : source.withTokens(parser.tokens), parser.grants, users.size());
    }

    private static Map<String, Map<String, String>> users(String text) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException e) {
            throw new IllegalArgumentException("The file of credentials is no file of properties", e);
        }
        Map<String, Map<String, String>> users = new TreeMap<>();
        for (String name : properties.stringPropertyNames()) {
            int dot = name.lastIndexOf('.');
            String field = name.substring(dot + 1);
            if (dot < 1 || !FIELDS.contains(field)) {
                throw new IllegalArgumentException("In the file of credentials '" + name + "' is none of <name>."
                    + FIELDS.stream().sorted().collect(Collectors.joining(", <name>.")));
            }
            users.computeIfAbsent(name.substring(0, dot), key -> new HashMap<>()).put(field, properties.getProperty(name).strip());
        }
        return users;
    }

    private void add(String name, Map<String, String> fields) {
        fields.forEach((field, value) -> require(!value.isEmpty(), name + "." + field + " is empty"));
        require(fields.containsKey("rights"), name + ".rights is missing: what may they do?");
        if (name.equals(ANONYMOUS)) {
            require(fields.size() == 1, ANONYMOUS + " has rights and nothing else");
            grants.put("", grants(name, fields.get("rights")));
            return;
        }
        String key = fields.getOrDefault("accessKey", name);
        boolean signs = fields.containsKey("secretKey");
        require(signs || fields.containsKey("token"), name + " has neither secretKey nor token");
        require(signs || !fields.containsKey("accessKey") && !fields.containsKey("securityToken"), name + ".secretKey is missing");
        require(grants.putIfAbsent(key, grants(name, fields.get("rights"))) == null, "Two have the access key of " + name);
        if (signs) {
            keys.add(new Credentials(key, fields.get("secretKey"), Optional.ofNullable(fields.get("securityToken"))));
        }
        String token = fields.get("token");
        require(token == null || tokens.putIfAbsent(token, key) == null, "Two have the token of " + name);
    }

    private static List<Grant> grants(String name, String text) {
        return Arrays.stream(text.split(";")).map(String::strip).filter(each -> !each.isEmpty()).map(each -> grant(name, each)).toList();
    }

    private static Grant grant(String name, String text) {
        String[] words = text.split("\\s+");
        require(words.length == 2, name + ".rights has '" + text + "', which is not: rights, a blank, a place");
        int slash = words[1].indexOf('/');
        String bucket = slash < 0 ? words[1] : words[1].substring(0, slash);
        require(!bucket.isEmpty(), name + ".rights has '" + text + "', whose place names no bucket; * is all of them");
        return new Grant(rights(name, words[0]), bucket, slash < 0 ? "" : prefix(name, words[1].substring(slash + 1)));
    }

    private static Set<Right> rights(String name, String words) {
        if (words.equals("all")) {
            return EnumSet.allOf(Right.class);
        }
        Set<Right> rights = EnumSet.noneOf(Right.class);
        for (String word : words.split(",")) {
            rights.add(Arrays.stream(Right.values()).filter(right -> right.name().toLowerCase(Locale.ROOT).equals(word)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + ".rights has '" + word
                    + "', which is none of read, write, list, delete, all")));
        }
        return rights;
    }

    /** What a prefix cannot say as it is (a blank, a semicolon, a percent sign) is percent-encoded. */
    private static String prefix(String name, String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ".rights has a prefix that is not percent-encoded: %, blank and ; are written "
                + "%25, %20 and %3B", e);
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException("In the file of credentials: " + otherwise);
        }
    }
}
