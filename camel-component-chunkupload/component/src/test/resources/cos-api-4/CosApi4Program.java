import com.qcloud.cos.COSClient;
import com.qcloud.cos.ClientConfig;
import com.qcloud.cos.meta.InsertOnly;
import com.qcloud.cos.meta.OverWrite;
import com.qcloud.cos.request.CreateFolderRequest;
import com.qcloud.cos.request.DelFileRequest;
import com.qcloud.cos.request.GetFileLocalRequest;
import com.qcloud.cos.request.ListFolderRequest;
import com.qcloud.cos.request.MoveFileRequest;
import com.qcloud.cos.request.StatFileRequest;
import com.qcloud.cos.request.UpdateFileRequest;
import com.qcloud.cos.request.UploadFileRequest;
import com.qcloud.cos.request.UploadSliceFileRequest;
import com.qcloud.cos.sign.Credentials;

/**
 * Speaks to a server through the vendor's SDK 4.7, unmodified, and prints what it answers. Arguments: port, secret, then commands, each a
 * word and its arguments joined by commas.
 */
public final class CosApi4Program {

    private static final String BUCKET = "examplebucket";

    private CosApi4Program() {
    }

    public static void main(String[] arguments) throws Exception {
        ClientConfig config = new ClientConfig();
        config.setUploadCosEndPointDomain("127.0.0.1:" + arguments[0]);
        config.setDownCosEndPointDomain("cosgz.myqcloud.com:" + arguments[0]);
        config.setMaxFailedRetry(1);
        COSClient client = new COSClient(config, new Credentials(1250000000L, "AKIDEXAMPLEKEY", arguments[1]));
        for (int i = 2; i < arguments.length; i++) {
            String[] command = arguments[i].split(",");
            System.out.println("=" + i + " " + command[0] + " " + run(client, command));
        }
        client.shutdown();
    }

    private static String run(COSClient client, String[] command) {
        switch (command[0]) {
            case "upload":
                UploadFileRequest upload = new UploadFileRequest(BUCKET, command[1], command[2]);
                upload.setInsertOnly(InsertOnly.valueOf(command[3]));
                return client.uploadSingleFile(upload);
            case "slices":
                UploadSliceFileRequest slices = new UploadSliceFileRequest(BUCKET, command[1], command[2], 1024 * 1024);
                slices.setInsertOnly(InsertOnly.valueOf(command[3]));
                slices.setEnableShaDigest(Boolean.parseBoolean(command[4]));
                slices.setBizAttr("ba");
                return client.uploadSliceFile(slices);
            case "stat":
                return client.statFile(new StatFileRequest(BUCKET, command[1]));
            case "create":
                return client.createFolder(new CreateFolderRequest(BUCKET, command[1]));
            case "list":
                return client.listFolder(new ListFolderRequest(BUCKET, command[1]));
            case "update":
                UpdateFileRequest update = new UpdateFileRequest(BUCKET, command[1]);
                update.setBizAttr(command[2]);
                update.setContentType(command[3]);
                return client.updateFile(update);
            case "move":
                MoveFileRequest move = new MoveFileRequest(BUCKET, command[1], command[2]);
                move.setOverWrite(OverWrite.NO_OVER_WRITE);
                return client.moveFile(move);
            case "delete":
                return client.delFile(new DelFileRequest(BUCKET, command[1]));
            case "get":
                GetFileLocalRequest get = new GetFileLocalRequest(BUCKET, command[1], command[2]);
                get.setUseCDN(false);
                return client.getFileLocal(get);
            default:
                throw new IllegalArgumentException(command[0]);
        }
    }
}
