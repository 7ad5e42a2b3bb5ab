package io.hallmark.measuredboot.grub;

import io.hallmark.measuredboot.grub.Commands.Call;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code blscfg}: menu entries from boot loader specification files ({@code grub-core/commands/blscfg.c} of Red Hat).
 */
final class BootEntries {
    private static final String FOLDER = "/loader/entries/";
    private static final String ENDING = ".conf";
    private static final String BOOT_DEVICE = "($root)";

    /** A file's keys with their values in order. */
    private record Entry(String id, Map<String, List<String>> values) {
        Optional<String> first(String key) {
            return all(key).stream().findFirst();
        }

        List<String> all(String key) {
            return values.getOrDefault(key, List.of());
        }
    }

    private final Session session;
    private final List<Entry> entries = new ArrayList<>();
    private final List<String> shown = new ArrayList<>();

    BootEntries(Session session) {
        this.session = session;
    }

    void register(Commands commands) {
        commands.register("blscfg", "blscfg", this::command);
        commands.register("bls_import", "blscfg", this::command);
    }

    private int command(Call call) {
        Optional<String> argument =
                call.arguments().size() == 1 ? Optional.of(call.arguments().get(0)) : Optional.empty();
        Optional<String> path = argument.filter(text -> text.startsWith("("));
        if (!load(path)) {
            return Status.FILE_NOT_FOUND;
        }
        Optional<String> wanted = argument.filter(text -> path.isEmpty());
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (!shown.contains(entry.id()) && isWanted(entry, i, wanted)) {
                show(entry);
                shown.add(entry.id());
            }
        }
        return Status.OK;
    }

    private boolean isWanted(Entry entry, int index, Optional<String> wanted) {
        if (wanted.isEmpty()) {
            return true;
        }
        return switch (wanted.get()) {
            case "default" -> isDefault(entry, index);
            case "non-default" -> !isDefault(entry, index);
            default -> wanted.get().equals(entry.id());
        };
    }

    private boolean isDefault(Entry entry, int index) {
        Optional<String> preset = session.variables.get("default");
        return preset.isPresent()
                && (preset.get().equals(entry.id())
                        || entry.first("title").filter(preset.get()::equals).isPresent()
                        || Numbers.prefix(preset.get(), 0).value().orElse(-1) == index);
    }

    /** Reads one file, or a folder of them; each is opened, in the order in which the folder has them. */
    private boolean load(Optional<String> path) {
        if (path.filter(name -> name.endsWith(ENDING)).isPresent()) {
            Optional<FoundFile> file = session.open(path.get());
            file.ifPresent(found -> read(path.get(), found));
            return file.isPresent();
        }
        FileName folder = path.map(session::name)
                .orElseGet(() -> FileName.of(session.variables.get("blsdir").orElse(FOLDER), session.root()));
        List<String> names = files(folder);
        if (names.isEmpty() && path.isEmpty()) {
            folder = new FileName(folder.device(), "/boot" + FOLDER);
            names = files(folder);
        }
        for (String name : inOrder(names)) {
            // The folder's slash and the one that is put after it both stand in the measured name.
            String full = "(" + folder.device() + ")" + folder.path() + "/" + name;
            session.open(full).ifPresent(file -> read(full, file));
        }
        return true;
    }

    private List<String> files(FileName folder) {
        return session.list(folder).stream()
                .filter(name -> name.endsWith(ENDING) && !name.startsWith(".") && name.length() > ENDING.length())
                .toList();
    }

    /** A log of the same folder shows the order; otherwise it is the file system's own. */
    private List<String> inOrder(List<String> names) {
        if (names.size() < 2) {
            return names;
        }
        List<String> seen = session.ask(GrubEnvironment::directoryOrder).stream()
                .map(name -> name.substring(name.lastIndexOf('/') + 1))
                .toList();
        if (!seen.containsAll(names)) {
            session.unknown("the order in which the folder of boot loader entries has " + names.size() + " files: a"
                    + " reference log with these files shows it, one file needs none");
        }
        List<String> ordered = new ArrayList<>(names);
        ordered.sort(Comparator.comparingInt(name -> seen.contains(name) ? seen.indexOf(name) : Integer.MAX_VALUE));
        return ordered;
    }

    private void read(String name, FoundFile file) {
        Optional<String> content = session.content(name, file);
        String id = name.substring(name.lastIndexOf('/') + 1, name.length() - ENDING.length());
        if (content.isEmpty() || entries.stream().anyMatch(entry -> entry.id().equals(id))) {
            return;
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String line : content.get().replace("\r", "").split("\n", -1)) {
            String text = line.replaceFirst("^[ \t]+", "");
            if (text.startsWith("#")) {
                continue;
            }
            int separator = text.indexOf(' ') >= 0 ? text.indexOf(' ') : text.indexOf('\t');
            if (separator < 0 || separator + 1 == text.length()) {
                break;
            }
            values.computeIfAbsent(text.substring(0, separator), key -> new ArrayList<>())
                    .add(text.substring(separator).replaceFirst("^[ \t]+", ""));
        }
        int at = 0;
        while (at < entries.size()
                && PackageVersions.compareNames(id, entries.get(at).id()) <= 0) {
            at++;
        }
        entries.add(at, new Entry(id, values));
    }

    private void show(Entry entry) {
        Optional<String> linux = entry.first("linux");
        if (linux.isEmpty() || session.menus.current().isEmpty()) {
            return;
        }
        String options = entry.first("options")
                .or(() -> session.variables.get("default_kernelopts"))
                .map(this::expand)
                .orElse("");
        StringBuilder body = new StringBuilder();
        if (session.variables.orEmpty("save_default").equals("true")) {
            body.append("savedefault\n");
        }
        body.append("load_video\nset gfxpayload=keep\ninsmod gzio\nlinux ")
                .append(BOOT_DEVICE)
                .append(linux.get());
        body.append(options.isEmpty() ? "" : " " + options).append('\n').append(initrds(entry, linux.get()));
        deviceTree(entry, linux.get()).ifPresent(body::append);
        List<String> parameters = new ArrayList<>(List.of(entry.first("title").orElse(linux.get())));
        parameters.addAll(entry.all("grub_arg"));
        session.menus
                .current()
                .orElseThrow()
                .add(new MenuEntry(
                        entry.id(),
                        parameters.get(0),
                        parameters,
                        SourceText.body("boot loader entry '" + ByteText.text(entry.id()) + "'", body.toString()),
                        false,
                        entry.first("grub_users")
                                .map(this::expand)
                                .filter(users -> !users.isEmpty())
                                .isPresent()));
    }

    private String initrds(Entry entry, String linux) {
        List<String> names = new ArrayList<>();
        Optional<String> early = session.variables.get("early_initrd");
        if (early.isPresent()) {
            String beside = folderOf(entry.first("initrd").orElse(linux));
            for (String name : early.get().split(" ", -1)) {
                names.add(beside + name);
            }
        }
        names.addAll(entry.all("initrd"));
        StringBuilder line = new StringBuilder(names.isEmpty() ? "" : "initrd");
        names.forEach(name -> line.append(' ').append(BOOT_DEVICE).append(name));
        return names.isEmpty() ? "" : line.append('\n').toString();
    }

    private Optional<String> deviceTree(Entry entry, String linux) {
        return entry.first("devicetree")
                .map(this::expand)
                .or(() -> session.variables
                        .get("devicetree")
                        .filter(name -> !name.isEmpty())
                        .map(name -> folderOf(linux) + expand(name)))
                .map(name -> "devicetree " + BOOT_DEVICE + name + "\n");
    }

    private static String folderOf(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    /** Puts variables in; after the value of one there is always a blank, for which one that follows is dropped. */
    private String expand(String value) {
        StringBuilder result = new StringBuilder();
        int at = 0;
        while (at < value.length()) {
            if (value.charAt(at) != '$') {
                result.append(value.charAt(at++));
                continue;
            }
            int end = at + 1;
            while (end < value.length() && isNameCharacter(value.charAt(end))) {
                end++;
            }
            session.variables
                    .get(value.substring(at + 1, end))
                    .ifPresent(text -> result.append(text).append(' '));
            at = end < value.length() && value.charAt(end) == ' ' ? end + 1 : end;
        }
        return result.toString();
    }

    private static boolean isNameCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || Variables.isDigit(c) || c == '_';
    }
}
