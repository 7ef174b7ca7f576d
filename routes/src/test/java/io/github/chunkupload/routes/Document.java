package io.github.chunkupload.routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The examples in the documents of this repository, Markdown and AsciiDoc. */
final class Document {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    static final Path PAGE = ROOT.resolve("camel-component-chunkupload/component/src/main/docs/chunkupload-component.adoc");
    private static final Path DOCS = ROOT.resolve("camel-component-chunkupload/docs");
    /** Above a block in the language of routes that is none. */
    private static final Pattern NO_ROUTE = Pattern.compile("(?://|<!--) not a route\\b.*");
    private static final Pattern BEGIN = Pattern.compile("```(?<md>[a-z]+)|\\[source,(?<adoc>[a-z]+).*]");
    private static final Pattern TITLE = Pattern.compile("[#=]+ (.*)");

    /**
     * One example.
     *
     * @param document its file, from the root
     * @param line where it begins, from 1
     * @param title the title it stands under
     * @param language as written
     * @param routes whether it is meant to be started
     */
    record Block(Path document, int line, String title, String language, String text, boolean routes) {

        @Override
        public String toString() {
            return document + ":" + line + " (" + language + ")";
        }
    }

    private Document() {
    }

    /** Returns the README, the pages in docs and the component's page. */
    static List<Path> all() throws IOException {
        try (Stream<Path> docs = Files.list(DOCS)) {
            return Stream.concat(docs.filter(file -> file.toString().endsWith(".md")).sorted(), Stream.of(ROOT.resolve("README.md"), PAGE))
                .toList();
        }
    }

    /** Returns the blocks of all documents that are written in one of {@code languages}. */
    static List<Block> blocks(Set<String> languages) throws IOException {
        List<Block> all = new ArrayList<>();
        for (Path document : all()) {
            all.addAll(blocks(document).stream().filter(block -> languages.contains(block.language())).toList());
        }
        return all;
    }

    static List<Block> blocks(Path document) throws IOException {
        List<String> lines = Files.readAllLines(document);
        List<Block> blocks = new ArrayList<>();
        String title = "";
        for (int at = 0; at < lines.size(); at++) {
            Matcher heading = TITLE.matcher(lines.get(at));
            Matcher begin = BEGIN.matcher(lines.get(at));
            if (heading.matches()) {
                title = heading.group(1).replace("`", "");
            } else if (begin.matches()) {
                boolean routes = at == 0 || !NO_ROUTE.matcher(lines.get(at - 1)).matches();
                String language = begin.group("md") != null ? begin.group("md") : begin.group("adoc");
                int first = begin.group("md") != null ? at + 1 : at + 2;
                int end = first + lines.subList(first, lines.size()).indexOf(begin.group("md") != null ? "```" : "----");
                String text = lines.subList(first, end).stream().collect(Collectors.joining("\n", "", "\n"));
                blocks.add(new Block(ROOT.relativize(document), first + 1, title, language, text, routes));
                at = end;
            }
        }
        return blocks;
    }
}
