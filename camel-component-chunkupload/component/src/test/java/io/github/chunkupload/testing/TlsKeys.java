package io.github.chunkupload.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;

/** A certificate of a server at 127.0.0.1 with its key, made by the JDK's own tool. */
public final class TlsKeys {

    private static final String PASSWORD = "only-a-test";

    private final Path store;

    private TlsKeys(Path store) {
        this.store = store;
    }

    /** Makes a key and its certificate, in a file in {@code directory}. */
    public static TlsKeys make(Path directory, String name) throws IOException, InterruptedException {
        Path store = directory.resolve(name + ".p12");
        Path log = directory.resolve(name + ".log");
        Process tool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-keyalg",
            "EC", "-alias", "server", "-dname", "CN=127.0.0.1", "-ext", "san=ip:127.0.0.1", "-storetype", "PKCS12", "-keystore",
            store.toString(), "-storepass", PASSWORD).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        if (!tool.waitFor(30, TimeUnit.SECONDS) || tool.exitValue() != 0) {
            throw new IOException("keytool failed: " + Files.readString(log));
        }
        return new TlsKeys(store);
    }

    /** Returns what a server that has the key wants to know. */
    public SSLContextParameters server() {
        KeyManagersParameters own = new KeyManagersParameters();
        own.setKeyStore(keys());
        own.setKeyPassword(PASSWORD);
        SSLContextParameters parameters = trusting();
        parameters.setKeyManagers(own);
        return parameters;
    }

    /** Returns what a client that trusts the certificate, and no other, wants to know. */
    public SSLContextParameters trusting() {
        TrustManagersParameters trusted = new TrustManagersParameters();
        trusted.setKeyStore(keys());
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(trusted);
        return parameters;
    }

    private KeyStoreParameters keys() {
        KeyStoreParameters keys = new KeyStoreParameters();
        keys.setResource("file:" + store);
        keys.setPassword(PASSWORD);
        return keys;
    }
}
