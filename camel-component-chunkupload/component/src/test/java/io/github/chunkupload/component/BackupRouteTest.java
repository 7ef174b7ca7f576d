package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway is backed up while it runs, and another one goes on with the copy. */
@Timeout(60)
class BackupRouteTest {

    @TempDir
    private Path directory;

    private static Object backup(Node node, Path target) throws Exception {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        ObjectName pattern = new ObjectName("org.apache.camel:context=" + node.context().getManagementName() + ",type=consumers,name=*");
        ObjectName consumer = beans.queryNames(pattern, null).iterator().next();
        return beans.invoke(consumer, "backup", new Object[] {target.toString()}, new String[] {String.class.getName()});
    }

    @Test
    void aGatewayGoesOnWithACopyThatWasMadeByJmxOfAnotherThatRan() throws Exception {
        Path copy = directory.resolve("restored/data-" + Node.BUCKET);
        try (Node node = new Node(directory.resolve("first"))) {
            node.receive("", exchange -> { });
            node.call(node.to("&key=a"), "hello", Map.of());
            assertThat(backup(node, copy)).isEqualTo("1 objects and 0 that wait, 5 bytes; 0 left out as damaged");
            assertThat(catchThrowable(() -> backup(node, copy)))
                .hasRootCauseMessage("A copy goes to a directory that is empty or not there");
            node.call(node.to("&key=b"), "later", Map.of());
        }
        try (Node node = new Node(directory.resolve("restored"))) {
            node.receive("", exchange -> { });
            assertThat(node.call(node.to("&key=a&operation=headObject"), null, Map.of()).getMessage()
                .getHeader(ChunkUploadConstants.SIZE)).isEqualTo(5L);
            assertThat(node.send(node.to("&key=b&operation=headObject&maxAttempts=1"), null, Map.of()).getException()).isNotNull();
        }
    }
}
