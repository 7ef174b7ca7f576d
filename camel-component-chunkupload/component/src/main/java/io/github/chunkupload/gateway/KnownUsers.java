package io.github.chunkupload.gateway;

import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.Grant;
import java.util.List;
import java.util.Map;

/**
 * What a file of credentials says.
 *
 * @param keys keys and tokens
 * @param grants by user; of nobody under the empty name
 * @param count how many users there are
 */
record KnownUsers(CredentialSource keys, Map<String, List<Grant>> grants, int count) {

    KnownUsers {
        grants = Map.copyOf(grants);
    }

    @Override
    public String toString() {
        return "KnownUsers[***]";
    }
}
