package io.github.chunkupload.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.Grant;
import io.github.chunkupload.protocol.Right;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialsFileTest {

    private static final String TEXT = """
        alice.secretKey = s3cret
        alice.rights = read,list photos/2024/; write inbox
        robot.accessKey = AKIDrobot
        robot.secretKey = s3cret2
        robot.securityToken = temporary
        robot.rights = all *
        page.token = t0ken
        page.rights = write */drop/a%20b%3B
        anonymous.rights = read photos/public/
        """;

    @TempDir
    private Path directory;
    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("users.properties");
    }

    private CredentialsFile open(String text) throws IOException {
        Files.writeString(file, text);
        return CredentialsFile.open(file);
    }

    private static List<Grant> grants(CredentialsFile users, String user) {
        return users.rights().orElseThrow().of(user);
    }

    @Test
    void tellsWhoMayComeInAndWhatEachMayDo() throws IOException {
        CredentialsFile users = open(TEXT);
        assertThat(users.find("alice")).hasValue(Credentials.of("alice", "s3cret"));
        assertThat(users.find("AKIDrobot").orElseThrow().securityToken()).hasValue("temporary");
        assertThat(users.find("robot")).isEmpty();
        assertThat(users.find("page")).isEmpty();
        assertThat(users.tokens().orElseThrow().user("t0ken")).hasValue("page");
        assertThat(users.tokens().orElseThrow().user("other")).isEmpty();
        assertThat(grants(users, "alice")).containsExactly(new Grant(Set.of(Right.READ, Right.LIST), "photos", "2024/"),
            new Grant(Set.of(Right.WRITE), "inbox", ""));
        assertThat(grants(users, "AKIDrobot")).containsExactly(Grant.EVERYTHING);
        assertThat(grants(users, "page")).containsExactly(new Grant(Set.of(Right.WRITE), "*", "drop/a b;"));
        assertThat(grants(users, "")).containsExactly(new Grant(Set.of(Right.READ), "photos", "public/"));
        assertThat(grants(users, "stranger")).isEmpty();
        assertThat(EnumSet.allOf(Right.class)).hasSize(4);
    }

    @Test
    void aChangeCountsAtOnceForEverythingThatWasAskedBefore() throws IOException {
        CredentialsFile users = open(TEXT);
        var tokens = users.tokens().orElseThrow();
        var rights = users.rights().orElseThrow();
        Path next = directory.resolve("next");
        Files.writeString(next, "bob.secretKey=other\nbob.token=new\nbob.rights=read films\n");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        assertThat(users.find("alice")).isEmpty();
        assertThat(users.find("bob")).isPresent();
        assertThat(tokens.user("t0ken")).isEmpty();
        assertThat(tokens.user("new")).hasValue("bob");
        assertThat(rights.of("alice")).isEmpty();
        assertThat(rights.of("")).isEmpty();
        assertThat(rights.of("bob")).hasSize(1);
    }

    @Test
    void aFileThatIsBrokenOrGoneChangesNothingUntilItIsMended() throws IOException {
        CredentialsFile users = open(TEXT);
        Files.writeString(file, "alice.secretKey=changed, but without rights\n");
        assertThat(users.find("alice")).hasValue(Credentials.of("alice", "s3cret"));
        Files.delete(file);
        assertThat(users.find("alice")).hasValue(Credentials.of("alice", "s3cret"));
        Files.writeString(file, "alice.secretKey=changed\nalice.rights=read *\n");
        assertThat(users.find("alice")).hasValue(Credentials.of("alice", "changed"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        a.secretKey=sekr3t                                              | a.rights is missing
        a.rights=read b                                                 | a has neither secretKey nor token
        a.accessKey=sekr3t;a.token=sekr3t;a.rights=read b               | a.secretKey is missing
        a.secretKey=;a.rights=read b                                    | a.secretKey is empty
        a.secretKey=sekr3t;a.rights=reed b                              | 'reed', which is none of read, write, list, delete, all
        a.secretKey=sekr3t;a.rights=read                                | 'read', which is not: rights, a blank, a place
        a.secretKey=sekr3t;a.rights=read /b                             | whose place names no bucket
        a.secretKey=sekr3t;a.rights=read b/%x                           | a prefix that is not percent-encoded
        a.secretkey=sekr3t;a.rights=read b                              | 'a.secretkey' is none of
        secretKey=sekr3t                                                | 'secretKey' is none of
        anonymous.token=sekr3t;anonymous.rights=read b                  | anonymous has rights and nothing else
        a.token=sekr3t;a.rights=read b;b.token=sekr3t;b.rights=read b   | Two have the token of b
        a.token=t;a.rights=read b;b.accessKey=a;b.secretKey=s;b.rights=read b | Two have the access key of b
        ''                                                              | names nobody
        """)
    void whatMakesNoSenseIsRefusedNamingThePropertyAndNoSecret(String text, String message) {
        assertThatThrownBy(() -> open(text.replace(";", "\n"))).isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining(message).hasMessageNotContaining("sekr3t");
    }

    @Test
    void aFileThatIsNotThereIsRefusedAtTheStart() {
        assertThatThrownBy(() -> CredentialsFile.open(file)).hasMessageContaining("cannot be read: NoSuchFileException");
    }

    @Test
    void tellsNoSecretInItsTextForm() throws IOException {
        assertThat(open(TEXT).toString() + CredentialsParser.parse(TEXT)).doesNotContain("s3cret", "t0ken", "temporary");
    }
}
