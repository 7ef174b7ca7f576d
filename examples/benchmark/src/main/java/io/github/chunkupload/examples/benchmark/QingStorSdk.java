package io.github.chunkupload.examples.benchmark;

import com.qingstor.sdk.config.EnvContext;
import com.qingstor.sdk.exception.QSException;
import com.qingstor.sdk.model.OutputModel;
import com.qingstor.sdk.service.QingStor;
import com.qingstor.sdk.upload.UploadManager;
import com.qingstor.sdk.upload.UploadManagerCallback;

/** QingStor's own Java SDK, which sends parts one after another. */
final class QingStorSdk implements Uploads {

    private final Task task;
    private final UploadManager manager;
    private int status;

    QingStorSdk(Task task) throws QSException {
        this.task = task;
        EnvContext env = new EnvContext(Task.ACCESS_KEY, Task.SECRET_KEY);
        env.setEndpoint(task.endpoint());
        manager = new UploadManager(new QingStor(env).getBucket("benchmark", null), new UploadManagerCallback<OutputModel>() {
            @Override
            public void onAPIResponse(String key, OutputModel output) {
                status = output.getStatueCode();
            }
        });
        manager.setPartSize(task.partSize());
    }

    @Override
    public void upload() throws QSException {
        manager.put(task.file().toFile(), "big.bin", "", "");
        if (status != 201) {
            throw new IllegalStateException("UploadManager ended with " + status);
        }
    }

    @Override
    public void close() {
    }
}
