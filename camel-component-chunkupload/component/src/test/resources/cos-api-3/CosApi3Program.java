import com.qcloud.cos.COSClient;
import com.qcloud.cos.ClientConfig;
import com.qcloud.cos.request.DelFileRequest;
import com.qcloud.cos.request.StatFileRequest;
import com.qcloud.cos.request.UploadFileRequest;
import com.qcloud.cos.request.UploadSliceFileRequest;
import com.qcloud.cos.sign.Credentials;

/** Speaks to a server through the vendor's SDK 3.3, unmodified, and prints what it answers. Arguments: endpoint, small file, large file. */
public final class CosApi3Program {

    private CosApi3Program() {
    }

    public static void main(String[] arguments) throws Exception {
        ClientConfig config = new ClientConfig();
        config.setCosEndPoint(arguments[0]);
        COSClient client = new COSClient(config, new Credentials(1250000000, "AKIDEXAMPLEKEY", "EXAMPLESECRETKEY0123"));
        System.out.println("upload " + client.uploadFile(new UploadFileRequest("examplebucket", "/dir one/a+b~.txt", arguments[1])));
        UploadSliceFileRequest slices = new UploadSliceFileRequest("examplebucket", "/big.bin", arguments[2], 1024 * 1024);
        System.out.println("slices " + client.uploadSliceFile(slices));
        System.out.println("again " + client.uploadSliceFile(slices));
        System.out.println("stat " + client.statFile(new StatFileRequest("examplebucket", "/big.bin")));
        System.out.println("delete " + client.delFile(new DelFileRequest("examplebucket", "/big.bin")));
        System.out.println("gone " + client.statFile(new StatFileRequest("examplebucket", "/big.bin")));
        client.shutdown();
    }
}
