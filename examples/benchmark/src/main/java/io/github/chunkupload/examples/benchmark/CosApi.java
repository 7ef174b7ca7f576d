package io.github.chunkupload.examples.benchmark;

import com.qcloud.cos.COSClient;
import com.qcloud.cos.ClientConfig;
import com.qcloud.cos.auth.BasicCOSCredentials;
import com.qcloud.cos.endpoint.EndpointResolver;
import com.qcloud.cos.http.HttpProtocol;
import com.qcloud.cos.region.Region;
import com.qcloud.cos.transfer.TransferManager;
import com.qcloud.cos.transfer.TransferManagerConfiguration;
import java.util.concurrent.Executors;

/** Tencent's own Java SDK. */
final class CosApi implements Uploads {

    private final Task task;
    private final TransferManager manager;

    CosApi(Task task) {
        this.task = task;
        ClientConfig config = new ClientConfig(new Region("ap-guangzhou"));
        config.setHttpProtocol(HttpProtocol.http);
        config.setPrintShutdownStackTrace(false);
        config.setEndpointResolver(new EndpointResolver() {
            @Override
            public String resolveGeneralApiEndpoint(String endpoint) {
                return "127.0.0.1:" + task.port();
            }

            @Override
            public String resolveGetServiceApiEndpoint(String endpoint) {
                return "127.0.0.1:" + task.port();
            }
        });
        COSClient client = new COSClient(new BasicCOSCredentials(Task.ACCESS_KEY, Task.SECRET_KEY), config);
        manager = new TransferManager(client, Executors.newFixedThreadPool(task.parallel()), true);
        TransferManagerConfiguration configuration = new TransferManagerConfiguration();
        configuration.setMinimumUploadPartSize(task.partSize());
        configuration.setMultipartUploadThreshold(task.partSize());
        manager.setConfiguration(configuration);
    }

    @Override
    public void upload() throws Exception {
        manager.upload("bench-1250000000", "big.bin", task.file().toFile()).waitForUploadResult();
    }

    @Override
    public void close() {
        manager.shutdownNow(true);
    }
}
