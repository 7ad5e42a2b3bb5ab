package io.hallmark.measuredboot.grub;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** GRUB's commands by name, each with the module that it comes from. */
final class Commands {
    /** What a command does; returns its status. */
    interface Action {
        int run(Call call);
    }

    /**
     * A call of a command.
     *
     * @param name the word that it was called by
     * @param arguments without the name
     * @param block whether the last argument is a block
     */
    record Call(String name, List<String> arguments, boolean block) {}

    private record Entry(String module, Action action) {}

    private final Session session;
    private final Map<String, Entry> entries = new HashMap<>();

    Commands(Session session, Executor executor) {
        this.session = session;
        new CoreCommands(session, executor).register(this);
        new FileCommands(session).register(this);
        new MenuCommands(session, executor).register(this);
        new LoaderCommands(session).register(this);
        new ScreenCommands(session).register(this);
        new MachineCommands(session).register(this);
        if (session.build.redHat()) {
            new BootEntries(session).register(this);
        }
    }

    /** @param module {@code kernel} for what every image has */
    void register(String name, String module, Action action) {
        entries.put(name, new Entry(module, action));
    }

    /**
     * The command of a name, if there is one; a module that {@code command.lst} names for it is loaded ({@code
     * grub-core/normal/dyncmd.c}).
     */
    Optional<Action> find(String name) {
        Entry entry = entries.get(name);
        if (entry != null && (entry.module().equals("kernel") || session.modules.isLoaded(entry.module()))) {
            return Optional.of(entry.action());
        }
        Optional<String> module = session.modules.ofCommand(name);
        if (module.isPresent()) {
            return Optional.of(autoloaded(name, module.get(), Optional.ofNullable(entry)));
        }
        if (entry != null && !session.modules.commandsKnown()) {
            session.unknown("whether the command '" + name + "' is there: give command.lst");
        }
        return Optional.empty();
    }

    private Action autoloaded(String name, String module, Optional<Entry> entry) {
        return call -> {
            if (!session.modules.load(module)) {
                return Status.FILE_NOT_FOUND;
            }
            if (entry.isPresent()) {
                return entry.get().action().run(call);
            }
            session.unknown("what the command '" + ByteText.text(name) + "' does");
            return Status.OK;
        };
    }

    /** Called when a word is no command, no function and no assignment. */
    void missing(String word) {
        if (session.build.modules().isEmpty() || !session.modules.commandsKnown()) {
            session.unknown("whether this build of GRUB has a command '" + ByteText.text(word) + "', and what it does");
        }
    }
}
