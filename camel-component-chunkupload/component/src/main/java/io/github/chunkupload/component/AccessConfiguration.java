package io.github.chunkupload.component;

import io.github.chunkupload.protocol.ClientSettings.Addressing;
import io.github.chunkupload.protocol.CredentialSource;
import java.util.Map;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/**
 * Options that tell where a store is and who may speak to it, in either direction. Setters and getters only: the meaning of each stands
 * in its annotation. Has no text form, because some of it is secret.
 */
@UriParams
public abstract class AccessConfiguration {

    @UriParam(label = "producer",
        description = "Scheme, host and port of the store, such as https://cos.ap-guangzhou.myqcloud.com.")
    private String endpoint;
    @UriParam(label = "producer,advanced", enums = "virtual,path,bucketless",
        description = "Where the bucket stands in a request: in the host name, in the path, or nowhere because the host stands for "
        + "one bucket. By default in the host name for the hosts of the protocol's vendor, and in the path for any other.")
    private Addressing addressing;
    @UriParam(label = "security", secret = true,
        description = "The name of the key that signs requests (producer) or that clients must sign with (consumer).")
    private String accessKey;
    @UriParam(label = "security", secret = true,
        description = "The secret of the access key.")
    private String secretKey;
    @UriParam(label = "security", secret = true,
        description = "The token that goes with temporary keys.")
    private String securityToken;
    @UriParam(label = "producer,security", secret = true,
        description = "A key of the customer's, with which the store encrypts objects at rest and which it does not keep (SSE-C): 32 bytes "
        + "in Base64. What was uploaded with it can be read with it only. For protocols that know such keys.")
    private String customerSecretKey;
    @UriParam(label = "security", secret = true,
        description = "For protocols that let a token in: the token that the producer sends, or those that the consumer lets in, each as "
        + "token or as user:token, with commas between.")
    private String token;
    @UriParam(label = "producer,security", secret = true,
        description = "For protocols that take one: the value of the header Authorization, as another system made it, in place of "
        + "accessKey and secretKey. Camel does not know this name for a secret when it complains of a URI: set it on the component, or as "
        + "a #reference.")
    private String authorization;
    @UriParam(label = "security",
        description = "A bean that knows the secrets of access keys, asked anew whenever one is needed. On the consumer all keys it "
        + "knows may come in, and may do what it says; a producer takes the one of the option accessKey.")
    private CredentialSource credentials;
    @UriParam(label = "consumer,security",
        description = "A file of properties with the keys and tokens that may come in and what each may do (read, write, list, delete) in "
        + "which bucket, below which prefix. It is read again whenever it has changed.")
    private String credentialsFile;
    @UriParam(label = "security",
        description = "Whether to work without credentials: a producer sends unsigned requests, a consumer lets everybody in.")
    private boolean anonymous;
    @UriParam(label = "producer",
        description = "The region, for protocols that name it.")
    private String region;
    @UriParam(label = "producer",
        description = "The zone, as some vendors call the region.")
    private String zone;
    @UriParam(description = "The application id, for protocols that join it to the bucket.")
    private String appId;
    @UriParam(label = "advanced", prefix = "protocol.", multiValue = true,
        description = "What only the chosen protocol has, such as protocol.name=value.")
    private Map<String, Object> protocolOptions;
    @UriParam(label = "producer,advanced", prefix = "http.", multiValue = true,
        description = "Options of the camel-http endpoint that carries the requests: time-outs, proxy, TLS, connection pool.")
    private Map<String, Object> httpOptions;
    @UriParam(label = "advanced",
        description = "Lowers the least part size of the protocol, on both ends. For tests only.")
    private String minPartSize;

    public String getEndpoint() {
        return endpoint;
    }

    public void setEndpoint(String endpoint) {
        this.endpoint = endpoint;
    }

    public Addressing getAddressing() {
        return addressing;
    }

    public void setAddressing(Addressing addressing) {
        this.addressing = addressing;
    }

    public String getAccessKey() {
        return accessKey;
    }

    public void setAccessKey(String accessKey) {
        this.accessKey = accessKey;
    }

    public String getSecretKey() {
        return secretKey;
    }

    public void setSecretKey(String secretKey) {
        this.secretKey = secretKey;
    }

    public String getSecurityToken() {
        return securityToken;
    }

    public void setSecurityToken(String securityToken) {
        this.securityToken = securityToken;
    }

    public String getCustomerSecretKey() {
        return customerSecretKey;
    }

    public void setCustomerSecretKey(String customerSecretKey) {
        this.customerSecretKey = customerSecretKey;
    }

    public String getToken() {
        return token;
    }

    public void setToken(String token) {
        this.token = token;
    }

    public String getAuthorization() {
        return authorization;
    }

    public void setAuthorization(String authorization) {
        this.authorization = authorization;
    }

    public CredentialSource getCredentials() {
        return credentials;
    }

    public void setCredentials(CredentialSource credentials) {
        this.credentials = credentials;
    }

    public String getCredentialsFile() {
        return credentialsFile;
    }

    public void setCredentialsFile(String credentialsFile) {
        this.credentialsFile = credentialsFile;
    }

    public boolean isAnonymous() {
        return anonymous;
    }

    public void setAnonymous(boolean anonymous) {
        this.anonymous = anonymous;
    }

    public String getRegion() {
        return region;
    }

    public void setRegion(String region) {
        this.region = region;
    }

    public String getZone() {
        return zone;
    }

    public void setZone(String zone) {
        this.zone = zone;
    }

    public String getAppId() {
        return appId;
    }

    public void setAppId(String appId) {
        this.appId = appId;
    }

    public Map<String, Object> getProtocolOptions() {
        return protocolOptions;
    }

    public void setProtocolOptions(Map<String, Object> protocolOptions) {
        this.protocolOptions = protocolOptions;
    }

    public Map<String, Object> getHttpOptions() {
        return httpOptions;
    }

    public void setHttpOptions(Map<String, Object> httpOptions) {
        this.httpOptions = httpOptions;
    }

    public String getMinPartSize() {
        return minPartSize;
    }

    public void setMinPartSize(String minPartSize) {
        this.minPartSize = minPartSize;
    }
}
