package io.github.chunkupload.protocol;

import static io.github.chunkupload.protocol.XmlElement.of;
import static io.github.chunkupload.protocol.XmlElement.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlTest {

    @ParameterizedTest
    @ValueSource(strings = {"a&b<c>\"'", "]]>", " blanks ", "中\uD83D\uDE00", "tab\tline\nreturn\r\n", "&amp;"})
    void readsBackWhatItWrote(String value) {
        XmlElement root = of("Root", text("Key", value), of("Empty"), text("Key", "second"));

        assertThat(parse(Xml.write(root))).isEqualTo(root);
    }

    @Test
    void writesEmptyElementsAndADeclaration() {
        assertThat(Xml.write(of("A", text("B", "1"), of("C")))).matches("<\\?xml version=\"1.0\" encoding=\"UTF-8\"\\?>\n"
            + "<A><B>1</B><C ?/></A>");
    }

    @Test
    void neverFailsToWriteACharacterThatXmlCannotHold() {
        assertThat(parse(Xml.write(text("A", "x\u0001y"))).text()).isEqualTo("x\uFFFDy");
    }

    @Test
    void skipsBlanksBeforeTheDeclarationAndPrefixesOfNames() {
        XmlElement root = parse(" \r\n\t<?xml version='1.0'?><!-- c --><s:A xmlns:s='urn:x'> <s:B a='1'> 1 </s:B> </s:A> ");

        assertThat(root.name()).isEqualTo("A");
        assertThat(root.value("B")).isEqualTo("1");
        assertThat(root.exact("B")).isEqualTo(" 1 ");
        assertThat(root.value("C")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "",
        "   ",
        "not xml",
        "<a>",
        "<a></b>",
        "<a/><b/>",
        "<a>&unknown;</a>",
        "<a x='1' x='2'/>",
        "<!DOCTYPE a><a/>",
        "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY x 'lol'><!ENTITY y '&x;&x;&x;&x;&x;&x;'><!ENTITY z '&y;&y;&y;&y;&y;'>]><a>&z;</a>",
        "{\"json\":true}",
        "<a>\u0001</a>"})
    void refusesWhatNobodyHonestSends(String document) {
        assertMalformed(document.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void refusesDeepNesting() {
        assertMalformed("<a>".repeat(100_000).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void refusesManyAttributes() {
        StringBuilder document = new StringBuilder("<a");
        for (int i = 0; i < 5_000; i++) {
            document.append(" a").append(i).append("='1'");
        }
        assertMalformed(document.append("/>").toString().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        assertMalformed(new byte[] {'<', 'a', '>', (byte) 0xC0, (byte) 0x80, '<', '/', 'a', '>'});
    }

    private static XmlElement parse(String document) {
        return Xml.parse(document.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertMalformed(byte[] document) {
        assertThatExceptionOfType(UploadException.class).isThrownBy(() -> Xml.parse(document))
            .satisfies(e -> assertThat(e.kind()).isEqualTo(Failure.MALFORMED));
    }
}
