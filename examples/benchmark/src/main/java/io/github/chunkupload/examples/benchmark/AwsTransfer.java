package io.github.chunkupload.examples.benchmark;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.transfer.s3.S3TransferManager;

/** The transfer manager of the AWS SDK for Java 2. */
final class AwsTransfer implements Uploads {

    private final Task task;
    private final S3AsyncClient client;
    private final S3TransferManager manager;

    private AwsTransfer(Task task, S3AsyncClient client) {
        this.task = task;
        this.client = client;
        this.manager = S3TransferManager.builder().s3Client(client).build();
    }

    private static StaticCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(Task.ACCESS_KEY, Task.SECRET_KEY));
    }

    static AwsTransfer java(Task task) {
        return new AwsTransfer(task, S3AsyncClient.builder().credentialsProvider(credentials()).region(Region.EU_CENTRAL_1)
            .endpointOverride(URI.create(task.endpoint())).forcePathStyle(true).multipartEnabled(true)
            .multipartConfiguration(how -> how.minimumPartSizeInBytes(task.partSize()).thresholdInBytes(task.partSize())
                .apiCallBufferSizeInBytes(task.partSize() * task.parallel())).build());
    }

    static AwsTransfer crt(Task task) {
        return new AwsTransfer(task, S3AsyncClient.crtBuilder().credentialsProvider(credentials()).region(Region.EU_CENTRAL_1)
            .endpointOverride(URI.create(task.endpoint())).forcePathStyle(true).minimumPartSizeInBytes(task.partSize())
            .thresholdInBytes(task.partSize()).maxConcurrency(task.parallel()).build());
    }

    @Override
    public void upload() {
        manager.uploadFile(request -> request.source(task.file()).putObjectRequest(put -> put.bucket("bench").key("big.bin")))
            .completionFuture().join();
    }

    @Override
    public void close() {
        manager.close();
        client.close();
    }
}
