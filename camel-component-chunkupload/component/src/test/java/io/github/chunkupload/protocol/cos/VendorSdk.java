package io.github.chunkupload.protocol.cos;

import com.qcloud.cos.COSClient;
import com.qcloud.cos.ClientConfig;
import com.qcloud.cos.auth.BasicCOSCredentials;
import com.qcloud.cos.auth.BasicSessionCredentials;
import com.qcloud.cos.auth.COSCredentials;
import com.qcloud.cos.endpoint.EndpointResolver;
import com.qcloud.cos.endpoint.UserSpecifiedEndpointBuilder;
import com.qcloud.cos.http.HttpProtocol;
import com.qcloud.cos.region.Region;
import io.github.chunkupload.protocol.Credentials;

/** The ways to point the vendor's Java SDK to a port of this machine. */
public enum VendorSdk {

    /** Connects to the port, and keeps the vendor's host name in the request. */
    RESOLVER {
        @Override
        void point(ClientConfig config, int port) {
            config.setEndpointResolver(new EndpointResolver() {
                @Override
                public String resolveGeneralApiEndpoint(String endpoint) {
                    return "127.0.0.1:" + port;
                }

                @Override
                public String resolveGetServiceApiEndpoint(String endpoint) {
                    return "127.0.0.1:" + port;
                }
            });
        }
    },
    /** Names the port as the host: the bucket is not in the request. */
    ENDPOINT {
        @Override
        void point(ClientConfig config, int port) {
            config.setEndpointBuilder(new UserSpecifiedEndpointBuilder("127.0.0.1:" + port, "127.0.0.1:" + port));
        }
    },
    /** Takes the port for a proxy: the target is in absolute form. */
    PROXY {
        @Override
        void point(ClientConfig config, int port) {
            config.setHttpProxyIp("127.0.0.1");
            config.setHttpProxyPort(port);
        }
    };

    abstract void point(ClientConfig config, int port);

    /** Returns a client that does not retry, so that a failure is seen as it is. */
    public COSClient client(int port, Credentials key) {
        ClientConfig config = new ClientConfig(new Region("ap-guangzhou"));
        config.setHttpProtocol(HttpProtocol.http);
        config.setMaxErrorRetry(0);
        config.setPrintShutdownStackTrace(false);
        point(config, port);
        COSCredentials credentials = key.securityToken().isPresent()
            ? new BasicSessionCredentials(key.accessKey(), key.secretKey(), key.securityToken().get())
            : new BasicCOSCredentials(key.accessKey(), key.secretKey());
        return new COSClient(credentials, config);
    }
}
