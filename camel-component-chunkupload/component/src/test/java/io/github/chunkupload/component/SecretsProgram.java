package io.github.chunkupload.component;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;

/** Uploads, fails in many ways, and prints all that a person could look at: exceptions, JMX attributes, texts of objects. */
final class SecretsProgram {

    static final String ACCESS = "AKIDmarker7f3";
    static final String SECRET = "sekr3t-marker-9c1";
    static final String TOKEN = "tok3n-marker-55a";
    static final String WRONG = "wr0ng-marker-1d2";
    static final String CUSTOMER_KEY = Base64.getEncoder()
        .encodeToString("c2stomer-marker-0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
    static final String OTHER_KEY = Base64.getEncoder().encodeToString(new byte[32]);
    static final String SHORT_KEY = "c2hvcnQtbWFya2Vy";

    private static final String KEYS = "&accessKey=" + ACCESS + "&secretKey=RAW(" + SECRET + ")&securityToken=" + TOKEN;

    private SecretsProgram() {
    }

    /** Takes a directory. */
    public static void main(String[] arguments) throws Exception {
        try (Node node = new Node(Path.of(arguments[0]))) {
            String from = "chunkupload:cos:" + Node.BUCKET + "?serverUri=undertow:http://127.0.0.1:0&dataDirectory=" + arguments[0]
                + "/data";
            node.route(from + KEYS, "gateway", exchange -> System.out.println("received " + exchange));
            String to = "chunkupload:cos:" + Node.BUCKET + "?endpoint=http://127.0.0.1:" + node.port() + "&journalDirectory=" + arguments[0]
                + "/journal&maxAttempts=1&key=k";
            report(node.send(to + KEYS, "content", Map.of()));
            for (String options : failing()) {
                reportFailure(node, to + options);
            }
            sealed(node, arguments[0]);
            for (Endpoint endpoint : node.context().getEndpoints()) {
                System.out.println(endpoint);
                if (endpoint instanceof ChunkUploadEndpoint ours) {
                    System.out.println(ours.getConfiguration() + " " + ours.getComponent());
                }
            }
            System.out.println(OptionChecks.own(node.context().getEndpoint(to + KEYS, ChunkUploadEndpoint.class).getConfiguration()));
            printManagement();
        }
        System.out.println("printed everything");
    }

    /** Uploads with a customer's key, whole and in steps, and reads with others. */
    private static void sealed(Node node, String directory) throws Exception {
        String keys = "&accessKey=" + ACCESS + "&secretKey=RAW(" + SECRET + ")";
        node.route("chunkupload:qingstor:mybucket?serverUri=undertow:http://127.0.0.1:0&receive=none&dataDirectory=" + directory + "/sealed"
            + keys, "sealed", exchange -> { });
        String to = "chunkupload:qingstor:mybucket?endpoint=http://127.0.0.1:" + node.port("sealed") + "&journalDirectory=" + directory
            + "/journal&maxAttempts=1&key=k" + keys;
        String with = "&customerSecretKey=RAW(" + CUSTOMER_KEY + ")";
        report(node.send(to + with, "content", Map.of()));
        report(node.send(to + with + "&operation=getObject", null, Map.of()));
        Exchange begun = node.send(to + with + "&operation=initiate", null, Map.of());
        report(node.send(to + with + "&operation=uploadPart", "content", Map.of(ChunkUploadConstants.PART_INDEX, 0,
            ChunkUploadConstants.UPLOAD_ID, begun.getMessage().getHeader(ChunkUploadConstants.UPLOAD_ID))));
        for (String other : List.of("", "&customerSecretKey=RAW(" + OTHER_KEY + ")", "&customerSecretKey=" + SHORT_KEY)) {
            reportFailure(node, to + other + "&operation=getObject");
        }
    }

    private static List<String> failing() {
        return List.of("&accessKey=" + ACCESS + "&secretKey=" + WRONG + "&securityToken=" + TOKEN,
            "&accessKey=" + ACCESS + "&secretKey=" + SECRET + "&securityToken=" + WRONG,
            "&accessKey=" + ACCESS + "&securityToken=" + TOKEN, "&secretKey=" + SECRET, "&operation=nothing" + KEYS,
            "&partSize=tiny" + KEYS, "&noSuchOption=1" + KEYS, "&addressing=nowhere" + KEYS, "&http.noSuchOption=1" + KEYS,
            "&customerSecretKey=" + CUSTOMER_KEY + KEYS, "&customerSecretKey=RAW(" + CUSTOMER_KEY + ")&operation=getObject" + KEYS,
            "&customerSecretKey=" + SHORT_KEY + KEYS, "&customerSecretKey=*" + SHORT_KEY + KEYS,
            "&protocol.noSuchOption=1" + KEYS, "&operation=headObject&key=other" + KEYS, "&credentials=%23missing" + KEYS);
    }

    private static void reportFailure(Node node, String uri) {
        try {
            report(node.send(uri, "content", Map.of()));
        } catch (RuntimeException e) {
            e.printStackTrace(System.out);
        }
    }

    private static void report(Exchange exchange) {
        System.out.println(exchange + " " + exchange.getMessage().getHeaders());
        if (exchange.getException() != null) {
            exchange.getException().printStackTrace(System.out);
        }
    }

    private static void printManagement() throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName name : server.queryNames(new ObjectName("org.apache.camel:*"), null)) {
            System.out.println(name);
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                Object value = server.getAttribute(name, attribute.getName());
                String text = value instanceof Object[] array ? Arrays.deepToString(array) : String.valueOf(value);
                System.out.println("  " + attribute.getName() + " = " + text);
            }
        }
    }
}
