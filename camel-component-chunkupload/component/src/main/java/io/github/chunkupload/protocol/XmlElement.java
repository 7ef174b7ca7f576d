package io.github.chunkupload.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An XML element as the protocols here use them: a name without namespace, and either text or children. {@link Xml} reads and writes
 * it.
 *
 * @param name local name
 * @param text characters directly in it, as they stand; blanks between children included
 * @param children elements in it, in order
 */
public record XmlElement(String name, String text, List<XmlElement> children) {

    /** Keeps a copy. */
    public XmlElement {
        children = List.copyOf(children);
    }

    /** Returns an element with text. */
    public static XmlElement text(String name, Object text) {
        return new XmlElement(name, String.valueOf(text), List.of());
    }

    /** Returns an element with children. */
    public static XmlElement of(String name, XmlElement... children) {
        return new XmlElement(name, "", Arrays.asList(children));
    }

    /** Returns an element with children. */
    public static XmlElement of(String name, List<XmlElement> children) {
        return new XmlElement(name, "", children);
    }

    /** Returns the first child {@code name}. */
    public Optional<XmlElement> child(String name) {
        return children.stream().filter(child -> child.name.equals(name)).findFirst();
    }

    /** Returns all children {@code name}, in order. */
    public List<XmlElement> children(String name) {
        return children.stream().filter(child -> child.name.equals(name)).toList();
    }

    /** Returns the text of the first child {@code name}, without blanks around it; empty when there is none. */
    public String value(String name) {
        return child(name).map(child -> child.text.strip()).orElse("");
    }

    /** Returns the text of the first child {@code name} as it stands, for keys, which may begin with blanks; empty when there is none. */
    public String exact(String name) {
        return child(name).map(XmlElement::text).orElse("");
    }
}
