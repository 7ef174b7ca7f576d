package io.github.chunkupload.protocol;

import com.ctc.wstx.api.InvalidCharHandler;
import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.api.WstxOutputProperties;
import com.fasterxml.jackson.dataformat.xml.XmlFactory;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;

/**
 * Reads and writes small XML documents with the Woodstox that Jackson brings. What it reads may come from anybody: a document type,
 * and with it every entity of its own, is refused, and so is deep nesting; the caller bounds the number of bytes. Thread-safe.
 */
public final class Xml {

    private static final int MAX_DEPTH = 16;
    private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    private static final XMLInputFactory INPUT = input();
    private static final XMLOutputFactory OUTPUT = output();

    private Xml() {
    }

    /**
     * Reads a document; blanks before it are skipped, even before its declaration.
     *
     * @throws UploadException with {@link Failure#MALFORMED} when it is none, or one that nobody honest sends
     */
    public static XmlElement parse(byte[] document) {
        int start = 0;
        while (start < document.length && document[start] >= 0 && document[start] <= ' ') {
            start++;
        }
        try {
            XMLStreamReader reader = INPUT.createXMLStreamReader(
                new ByteArrayInputStream(document, start, document.length - start));
            try {
                return parse(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException | RuntimeException e) {
            if (e instanceof UploadException refusal) {
                throw refusal;
            }
            throw UploadException.of(Failure.MALFORMED, "The document is not well-formed XML", e);
        }
    }

    /** Returns the document in UTF-8, with a declaration. Characters that XML cannot hold become U+FFFD. */
    public static String write(XmlElement root) {
        return DECLARATION + writeBare(root);
    }

    /** Returns the document without a declaration, as requests of the vendor's SDKs are. */
    public static String writeBare(XmlElement root) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            XMLStreamWriter writer = OUTPUT.createXMLStreamWriter(bytes, "UTF-8");
            write(root, writer);
            writer.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("Writing XML into memory cannot fail", e);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Returns whether XML 1.0 can hold the character. */
    public static boolean canHold(int codePoint) {
        return codePoint >= 0x20 && codePoint != 0xFFFE && codePoint != 0xFFFF && !(codePoint >= 0xD800 && codePoint <= 0xDFFF)
            || codePoint == '\t' || codePoint == '\n' || codePoint == '\r';
    }

    private static XmlElement parse(XMLStreamReader reader) throws XMLStreamException {
        XmlElement root = null;
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.DTD) {
                throw UploadException.of(Failure.MALFORMED, "A document type is not allowed");
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                root = element(reader, 1);
            }
        }
        if (root == null) {
            throw UploadException.of(Failure.MALFORMED, "The document has no element");
        }
        return root;
    }

    private static XmlElement element(XMLStreamReader reader, int depth) throws XMLStreamException {
        if (depth > MAX_DEPTH) {
            throw UploadException.of(Failure.MALFORMED, "Elements are nested deeper than " + MAX_DEPTH);
        }
        String name = reader.getLocalName();
        StringBuilder text = new StringBuilder();
        List<XmlElement> children = new ArrayList<>();
        for (int event = reader.next(); event != XMLStreamConstants.END_ELEMENT; event = reader.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                children.add(element(reader, depth + 1));
            } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA || event == XMLStreamConstants.SPACE) {
                text.append(reader.getText());
            } else if (event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw UploadException.of(Failure.MALFORMED, "An entity of its own is not allowed");
            }
        }
        return new XmlElement(name, text.toString(), children);
    }

    private static void write(XmlElement element, XMLStreamWriter writer) throws XMLStreamException {
        if (element.children().isEmpty() && element.text().isEmpty()) {
            writer.writeEmptyElement(element.name());
            return;
        }
        writer.writeStartElement(element.name());
        writer.writeCharacters(element.text());
        for (XmlElement child : element.children()) {
            write(child, writer);
        }
        writer.writeEndElement();
    }

    private static XMLInputFactory input() {
        XMLInputFactory factory = new XmlFactory().getXMLInputFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, 16);
        return factory;
    }

    private static XMLOutputFactory output() {
        XMLOutputFactory factory = new XmlFactory().getXMLOutputFactory();
        factory.setProperty(WstxOutputProperties.P_OUTPUT_INVALID_CHAR_HANDLER, new InvalidCharHandler.ReplacingHandler('\uFFFD'));
        return factory;
    }
}
