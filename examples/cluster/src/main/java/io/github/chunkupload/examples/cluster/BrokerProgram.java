package io.github.chunkupload.examples.cluster;

import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;

/** An Artemis broker that keeps its messages on disk. Arguments: port, directory. Runs until it is killed. */
final class BrokerProgram {

    private static final int SMALL_JOURNAL = 1 << 20;

    private BrokerProgram() {
    }

    public static void main(String[] arguments) throws Exception {
        Configuration configuration = new ConfigurationImpl().setSecurityEnabled(false).setPersistenceEnabled(true)
            .setJournalType(JournalType.NIO).setJournalFileSize(SMALL_JOURNAL).setMaxDiskUsage(-1)
            .setJournalDirectory(arguments[1] + "/journal").setBindingsDirectory(arguments[1] + "/bindings")
            .setLargeMessagesDirectory(arguments[1] + "/large").setPagingDirectory(arguments[1] + "/paging")
            .addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + arguments[0]);
        new EmbeddedActiveMQ().setConfiguration(configuration).start();
        System.out.println("READY");
        Thread.currentThread().join();
    }
}
