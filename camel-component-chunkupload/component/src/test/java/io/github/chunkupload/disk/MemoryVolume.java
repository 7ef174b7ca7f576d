package io.github.chunkupload.disk;

import io.github.chunkupload.body.Body;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A volume in memory that knows what would survive a power failure. Each write, cut, new name, rename and delete is an effect until it
 * is forced or synced; {@link #afterPowerLoss} tells what is left when some effects are lost and some are torn.
 */
final class MemoryVolume implements Volume {

    /** What becomes of an effect that was not durable. */
    enum Fate { LOST, KEPT, TORN, ZEROED }

    /** Decides over an effect; {@code fates} are those it can have. */
    interface Chooser {

        Fate choose(List<Fate> fates);
    }

    private static final List<Fate> OF_NAMES = List.of(Fate.LOST, Fate.KEPT);
    private static final List<Fate> OF_CUTS = OF_NAMES;
    private static final List<Fate> OF_WRITES = List.of(Fate.LOST, Fate.KEPT, Fate.TORN, Fate.ZEROED);

    /** A change of bytes; {@code bytes == null}: a cut at {@code position}. */
    private record Change(long position, byte[] bytes) {

        byte[] apply(byte[] content, Fate fate) {
            if (fate == Fate.LOST) {
                return content;
            }
            if (bytes == null) {
                return Arrays.copyOf(content, (int) position);
            }
            int length = fate == Fate.TORN ? bytes.length / 2 : bytes.length;
            byte[] result = Arrays.copyOf(content, (int) Math.max(content.length, position + length));
            System.arraycopy(fate == Fate.ZEROED ? new byte[length] : bytes, 0, result, (int) position, length);
            return result;
        }
    }

    /** A change of names; {@code node == null}: {@code name} is deleted. {@code from}, if not null, goes with it. */
    private record Naming(String name, Node node, String from) {
    }

    private static final class Node {

        private byte[] content = new byte[0];
        private byte[] durable = new byte[0];
        private final List<Change> changes = new ArrayList<>();

        void change(Change change) {
            content = change.apply(content, Fate.KEPT);
            changes.add(change);
        }
    }

    private final Map<String, Node> names = new TreeMap<>();
    private final Map<String, Node> durableNames = new TreeMap<>();
    private final Set<String> directories = new TreeSet<>(Set.of(""));
    private final Set<String> durableDirectories = new TreeSet<>(Set.of(""));
    private final List<Naming> namings = new ArrayList<>();
    private final List<String> made = new ArrayList<>();

    private static String parent(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('/')));
    }

    /** Returns all names of files. */
    synchronized Set<String> files() {
        return new TreeSet<>(names.keySet());
    }

    /** Returns how many effects could be lost now. */
    synchronized int effects() {
        return namings.size() + made.size() + names.values().stream().distinct().mapToInt(node -> node.changes.size()).sum();
    }

    /** Returns a volume with what is left after a power failure; {@code chooser} is asked for every effect in the order they had. */
    synchronized MemoryVolume afterPowerLoss(Chooser chooser) {
        MemoryVolume left = new MemoryVolume();
        left.directories.addAll(durableDirectories);
        for (String directory : made) {
            if (chooser.choose(OF_NAMES) == Fate.KEPT && left.directories.contains(parent(directory))) {
                left.directories.add(directory);
            }
        }
        Map<String, Node> kept = new TreeMap<>(durableNames);
        for (Naming naming : namings) {
            if (chooser.choose(OF_NAMES) == Fate.KEPT) {
                apply(naming, kept);
            }
        }
        Map<Node, Node> copies = new IdentityHashMap<>();
        kept.forEach((name, node) -> {
            if (left.directories.contains(parent(name))) {
                left.names.put(name, copies.computeIfAbsent(node, original -> survivor(original, chooser)));
            }
        });
        left.durableNames.putAll(left.names);
        left.durableDirectories.addAll(left.directories);
        return left;
    }

    private static void apply(Naming naming, Map<String, Node> to) {
        if (naming.node == null) {
            to.remove(naming.name);
            return;
        }
        if (naming.from != null) {
            to.remove(naming.from);
        }
        to.put(naming.name, naming.node);
    }

    private static Node survivor(Node node, Chooser chooser) {
        Node survivor = new Node();
        survivor.content = node.durable;
        for (Change change : node.changes) {
            survivor.content = change.apply(survivor.content, chooser.choose(change.bytes == null ? OF_CUTS : OF_WRITES));
        }
        survivor.durable = survivor.content;
        return survivor;
    }

    @Override
    public synchronized VolumeFile create(String name) throws IOException {
        if (!directories.contains(parent(name))) {
            throw new NoSuchFileException(name);
        }
        if (names.containsKey(name)) {
            throw new FileAlreadyExistsException(name);
        }
        Node node = new Node();
        names.put(name, node);
        namings.add(new Naming(name, node, null));
        return new MemoryFile(node);
    }

    @Override
    public synchronized VolumeFile edit(String name) throws IOException {
        return new MemoryFile(node(name));
    }

    @Override
    public synchronized VolumeFile open(String name) throws IOException {
        return new MemoryFile(node(name));
    }

    @Override
    public synchronized byte[] read(String name) throws IOException {
        return node(name).content.clone();
    }

    private Node node(String name) throws IOException {
        Node node = names.get(name);
        if (node == null) {
            throw new NoSuchFileException(name);
        }
        return node;
    }

    @Override
    public synchronized List<String> list(String directory) {
        String prefix = directory.isEmpty() ? "" : directory + "/";
        Set<String> found = new TreeSet<>();
        for (Set<String> all : List.of(names.keySet(), directories)) {
            all.stream().filter(name -> !name.isEmpty() && parent(name).equals(directory)).map(name -> name.substring(prefix.length()))
                .forEach(found::add);
        }
        return List.copyOf(found);
    }

    @Override
    public synchronized void createDirectory(String name) throws IOException {
        if (!directories.contains(parent(name))) {
            throw new NoSuchFileException(name);
        }
        if (directories.add(name)) {
            made.add(name);
        }
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        Node node = node(from);
        names.remove(from);
        names.put(to, node);
        namings.add(new Naming(to, node, from));
    }

    @Override
    public synchronized void link(String file, String name) throws IOException {
        Node node = node(file);
        if (names.putIfAbsent(name, node) != null) {
            throw new FileAlreadyExistsException(name);
        }
        namings.add(new Naming(name, node, null));
    }

    @Override
    public synchronized void delete(String name) {
        if (names.remove(name) != null) {
            namings.add(new Naming(name, null, null));
        }
    }

    /** A rename into another directory is durable with either; while only the new one is synced, the old name may come back. */
    @Override
    public synchronized void syncDirectory(String directory) throws IOException {
        if (!directories.contains(directory)) {
            throw new NoSuchFileException(directory);
        }
        List<Naming> open = new ArrayList<>();
        for (Naming naming : namings) {
            boolean fromHere = naming.from != null && parent(naming.from).equals(directory);
            if (parent(naming.name).equals(directory) && naming.from != null && !fromHere) {
                durableNames.put(naming.name, naming.node);
                open.add(new Naming(naming.from, null, null));
            } else if (fromHere || parent(naming.name).equals(directory)) {
                apply(naming, durableNames);
            } else {
                open.add(naming);
            }
        }
        namings.clear();
        namings.addAll(open);
        made.removeIf(name -> parent(name).equals(directory) && durableDirectories.add(name));
    }

    @Override
    public Optional<Path> path(String name) {
        return Optional.empty();
    }

    @Override
    public void close() {
    }

    private final class MemoryFile implements VolumeFile {

        private final Node node;

        MemoryFile(Node node) {
            this.node = node;
        }

        @Override
        public void write(ByteBuffer bytes, long position) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            synchronized (MemoryVolume.this) {
                node.change(new Change(position, copy));
            }
        }

        @Override
        public int read(ByteBuffer bytes, long position) {
            synchronized (MemoryVolume.this) {
                int count = (int) Math.min(bytes.remaining(), node.content.length - position);
                if (count <= 0) {
                    return bytes.hasRemaining() ? -1 : 0;
                }
                bytes.put(node.content, (int) position, count);
                return count;
            }
        }

        @Override
        public long size() {
            synchronized (MemoryVolume.this) {
                return node.content.length;
            }
        }

        @Override
        public void truncate(long size) {
            synchronized (MemoryVolume.this) {
                if (size < node.content.length) {
                    node.change(new Change(size, null));
                }
            }
        }

        @Override
        public void force() {
            synchronized (MemoryVolume.this) {
                node.durable = node.content;
                node.changes.clear();
            }
        }

        @Override
        public Body region(long offset, long length, Closeable owner) {
            return new Region(this, offset, length, owner);
        }

        @Override
        public void close() {
        }
    }

    private record Region(MemoryFile file, long offset, long length, Closeable owner) implements Body {

        @Override
        public boolean repeatable() {
            return true;
        }

        @Override
        public InputStream open() throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate((int) length);
            while (bytes.hasRemaining() && file.read(bytes, offset + bytes.position()) >= 0) {
                continue;
            }
            if (bytes.hasRemaining()) {
                throw new IOException("The file is too short");
            }
            return Body.of(bytes.array()).open();
        }

        @Override
        public void close() throws IOException {
            owner.close();
        }
    }
}
