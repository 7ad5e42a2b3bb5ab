package io.hallmark.measuredboot.grub;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * GRUB's modules and the lists that tell which module has what, and the message catalogs.
 *
 * <p>Modules are read from {@code $prefix/<cpu>-<platform>} when they are not in the image ({@code grub_dl_load} in
 * {@code grub-core/kern/dl.c}). The lists are read there when normal mode begins and whenever {@code prefix} is set
 * ({@code read_lists} in {@code grub-core/normal/main.c}), in this order.
 */
final class Modules {
    private static final List<String> LISTS = List.of("command.lst", "fs.lst", "crypto.lst", "terminal.lst");
    private static final List<String> CATALOGS = List.of(".mo", ".mo.gz", ".gmo");

    private final Session session;
    private final Set<String> loaded = new HashSet<>();
    private final Map<String, String> commands = new HashMap<>();
    private final Map<String, String> terminals = new HashMap<>();
    private boolean commandsKnown = true;
    private boolean fileSystems;
    private boolean translates;

    Modules(Session session) {
        this.session = session;
    }

    /** Whether texts are translated. */
    boolean translates() {
        return translates;
    }

    /** Whether a search that finds nothing loads file system modules and tries again. */
    boolean hasFileSystemList() {
        return fileSystems;
    }

    /** Whether a module is loaded; with a build whose modules are not known, those are that a log does not refute. */
    boolean isLoaded(String module) {
        return loaded.contains(module)
                || session.build.has(module)
                || session.ask(machine -> machine.linkedIn().contains(module))
                || session.build.modules().isEmpty() && file(module).isEmpty();
    }

    /** The module that {@code command.lst} names for a command, when the list is read and its content is at hand. */
    Optional<String> ofCommand(String command) {
        return Optional.ofNullable(commands.get(command));
    }

    /** Whether it is known which commands {@code command.lst} has. */
    boolean commandsKnown() {
        return commandsKnown;
    }

    Optional<String> ofTerminal(String terminal) {
        return Optional.ofNullable(terminals.get(terminal));
    }

    /** Reads the lists below a prefix that exist. */
    void readLists(String prefix) {
        for (String list : LISTS) {
            String name = folder(prefix) + "/" + list;
            Optional<FoundFile> file = session.open(name);
            if (file.isEmpty()) {
                continue;
            }
            Optional<String> content = session.content(file.get());
            switch (list) {
                case "command.lst" -> {
                    commands.clear();
                    commandsKnown = content.isPresent();
                    content.ifPresent(text -> pairs(text, "*").forEach(commands::put));
                }
                case "terminal.lst" -> {
                    terminals.clear();
                    content.ifPresent(text -> pairs(text, "io").forEach(terminals::put));
                }
                case "fs.lst" -> fileSystems = true;
                default -> {}
            }
        }
        language(session.variables.orEmpty("lang"), session.variables.orEmpty("locale_dir"), prefix);
    }

    /** Lines {@code name: module}; {@code marks} before the name are dropped. */
    private static Map<String, String> pairs(String text, String marks) {
        Map<String, String> pairs = new HashMap<>();
        for (String line : text.split("\n")) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String name = line.substring(0, colon).trim();
                boolean marked = !name.isEmpty() && marks.indexOf(name.charAt(0)) >= 0;
                pairs.put(
                        marked ? name.substring(1) : name,
                        line.substring(colon + 1).trim());
            }
        }
        return pairs;
    }

    /** Loads a module with those that it needs; false when that fails. */
    boolean load(String module) {
        return load(module, new HashSet<>());
    }

    private boolean load(String module, Set<String> underWay) {
        if (isLoaded(module)) {
            return true;
        }
        if (!underWay.add(module)) {
            return false;
        }
        session.step();
        String name = folder(session.variables.orEmpty("prefix")) + "/" + module + ".mod";
        if (session.open(name).isEmpty()) {
            return false;
        }
        if (session.build.modules().isEmpty()) {
            session.unknown("whether the image has the module '" + module + "' in it or reads it from disk");
        }
        if (session.secureBoot) {
            // Measured first, and refused by the verifiers that come after.
            return false;
        }
        for (String needed : dependencies(module)) {
            if (!load(needed, underWay)) {
                return false;
            }
        }
        loaded.add(module);
        return true;
    }

    /** Loads a module by its file's name; what it needs can't be told from its name. */
    boolean loadFile(String name) {
        if (session.open(name).isEmpty() || session.secureBoot) {
            return false;
        }
        session.unknown("what the module '" + ByteText.text(name) + "' does and which others it needs");
        return true;
    }

    /**
     * GRUB reads them off the module; {@code moddep.lst} beside it, from which they were made, has them in that order.
     */
    private List<String> dependencies(String module) {
        String name = folder(session.variables.orEmpty("prefix")) + "/moddep.lst";
        Optional<String> list = session.lookUp(session.name(name)).flatMap(session::content);
        for (String line : list.orElse("").split("\n")) {
            if (line.startsWith(module + ":")) {
                List<String> needed = new ArrayList<>();
                for (String word : line.substring(module.length() + 1).trim().split(" +")) {
                    if (!word.isEmpty()) {
                        needed.add(word);
                    }
                }
                return needed;
            }
        }
        session.unknown("which modules '" + module + "' needs: give " + ByteText.text(name));
        return List.of();
    }

    private Optional<FoundFile> file(String module) {
        String name = folder(session.variables.orEmpty("prefix")) + "/" + module + ".mod";
        return session.lookUp(session.name(name));
    }

    private String folder(String prefix) {
        return prefix + "/" + session.ask(GrubEnvironment::moduleFolder);
    }

    /**
     * Opens the first message catalog that exists: of the language with its country, then of the language ({@code
     * grub_gettext_init_ext} in {@code grub-core/gettext/gettext.c}).
     */
    void language(String language, String folder, String prefix) {
        if (language.isEmpty() || folder.isEmpty() && prefix.isEmpty()) {
            return;
        }
        String base = folder.isEmpty() ? prefix + "/locale" : folder;
        List<String> names = new ArrayList<>(List.of(language));
        if (language.indexOf('_') >= 0) {
            names.add(language.substring(0, language.indexOf('_')));
        }
        for (String name : names) {
            for (String ending : CATALOGS) {
                if (session.open(base + "/" + name + ending).isPresent()) {
                    translates = true;
                    return;
                }
            }
        }
    }
}
