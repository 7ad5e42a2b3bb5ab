package io.hallmark.measuredboot.grub;

import java.util.List;
import java.util.Optional;

/** Reads configurations and goes through their menus as a machine does that nobody sits at. */
final class NormalMode {
    private final Session session;
    private final Executor executor;

    NormalMode(Session session, Executor executor) {
        this.session = session;
        this.executor = executor;
    }

    /** Enters normal mode, which is left only by a boot or at a prompt ({@code grub_enter_normal_mode}). */
    void enter(String configuration) {
        session.modules.readLists(session.variables.orEmpty("prefix"));
        read(configuration);
        showMenu(false, false);
        throw Finished.nothing("GRUB waits at its command line");
    }

    /** The same with a script that is in the image. */
    void enterWith(SourceText script) {
        session.modules.readLists(session.variables.orEmpty("prefix"));
        session.menus.orNew();
        within("(memdisk)/grub.cfg", () -> executor.run(script, false));
        showMenu(false, false);
        throw Finished.nothing("GRUB waits at its command line");
    }

    /** Opens and runs a file ({@code read_config_file}). */
    void read(String name) {
        session.menus.orNew();
        Optional<FoundFile> file = session.open(name);
        if (file.isEmpty()) {
            return;
        }
        session.content(name, file.get())
                .ifPresent(text ->
                        within(name, () -> executor.run(SourceText.configuration(ByteText.text(name), text), false)));
    }

    /** Runs with {@code config_file} and {@code config_directory} set. */
    private void within(String name, Runnable action) {
        Optional<String> oldFile = session.variables.get("config_file");
        Optional<String> oldFolder = session.variables.get("config_directory");
        String full = name.startsWith("(") ? name : "(" + session.root() + ")" + name;
        session.variables.set("config_file", full);
        session.variables.set("config_directory", full.substring(0, Math.max(0, full.lastIndexOf('/'))));
        session.variables.export("config_file");
        session.variables.export("config_directory");
        action.run();
        restore("config_file", oldFile);
        restore("config_directory", oldFolder);
    }

    private void restore(String name, Optional<String> value) {
        value.ifPresentOrElse(old -> session.variables.set(name, old), () -> session.variables.unset(name));
    }

    void openContext() {
        session.spend(session.variables.size());
        session.variables.open();
        session.menus.open();
    }

    void closeContext() {
        session.menus.close();
        session.variables.close();
    }

    /**
     * Shows the menu and starts its default entry ({@code show_menu}, {@code run_menu} in {@code
     * grub-core/normal/menu.c}).
     *
     * @param automatic whether the menu above was left without anyone touching a key
     */
    void showMenu(boolean nested, boolean automatic) {
        while (session.menus.current().filter(menu -> !menu.isEmpty()).isPresent()) {
            List<MenuEntry> menu = session.menus.current().orElseThrow();
            session.step();
            MenuEntry entry = menu.get(defaultEntry(menu));
            startWithFallback(menu, entry);
            if (automatic) {
                return;
            }
        }
        if (nested) {
            session.menus.clear();
        }
    }

    private int defaultEntry(List<MenuEntry> menu) {
        int index = session.variables
                .get("default")
                .flatMap(value -> MenuChoice.index(menu, value, session.build.redHat()))
                .filter(number -> number >= 0 && number < menu.size())
                .orElse(0);
        long timeout = timeout();
        if (timeout < 0) {
            session.variables.unset("timeout_style");
            theme();
            throw Finished.nothing("the menu waits for someone to choose, since no timeout is set");
        }
        String style = session.variables.orEmpty("timeout_style");
        if (style.equals("hidden") || style.equals("countdown")) {
            session.variables.unset("timeout");
            session.variables.unset("timeout_style");
        } else if (timeout > 0) {
            theme();
            session.variables.unset("timeout");
        }
        return index;
    }

    private long timeout() {
        Optional<String> value = session.variables.get("timeout");
        if (value.isEmpty()) {
            return -1;
        }
        Numbers.Prefix number = Numbers.prefix(value.get(), 0);
        if (number.value().isEmpty()) {
            session.variables.unset("timeout");
            return -1;
        }
        return (int) number.value().getAsLong();
    }

    /** A graphical menu reads its theme; what the theme reads besides is not followed ({@code menu_init}). */
    private void theme() {
        Optional<String> theme = session.variables.get("theme");
        if (theme.isEmpty() || !session.graphical) {
            return;
        }
        if (session.modules.load("gfxmenu") && session.open(theme.get()).isPresent()) {
            session.unknown("the pictures and fonts that the theme '" + ByteText.text(theme.get()) + "' reads: set the"
                    + " timeout to 0 or leave the theme out");
        }
    }

    private void startWithFallback(List<MenuEntry> menu, MenuEntry entry) {
        start(entry);
        while (true) {
            session.step();
            Optional<Integer> next = nextFallback(menu);
            if (next.isEmpty()) {
                return;
            }
            start(menu.get(next.get()));
        }
    }

    private Optional<Integer> nextFallback(List<MenuEntry> menu) {
        Optional<String> value = session.variables.get("fallback");
        if (value.isEmpty()) {
            return Optional.empty();
        }
        String text = value.get();
        Numbers.Prefix number = Numbers.prefix(text, 0);
        Optional<Integer> index = Optional.empty();
        int end = text.length();
        if (number.value().isPresent()) {
            index = Optional.of((int) number.value().getAsLong());
            end = number.end();
        } else if (session.build.redHat()) {
            String first = text.split("[ \t\r\n]", 2)[0];
            index = MenuChoice.index(menu, first, true);
            end = first.length();
        }
        String rest = text.substring(end).stripLeading();
        if (index.isEmpty() || rest.isEmpty() && session.build.redHat()) {
            session.variables.unset("fallback");
        } else {
            session.variables.set("fallback", rest);
        }
        return index.filter(number2 -> number2 >= 0 && number2 < menu.size());
    }

    /** Starts an entry ({@code grub_menu_execute_entry}); comes back when it boots nothing. */
    private void start(MenuEntry entry) {
        if (entry.restricted() && session.variables.get("superusers").isPresent()) {
            throw Finished.nothing("the entry '" + ByteText.text(entry.title()) + "' asks for a user and password");
        }
        Optional<String> chosen = session.variables.get("chosen");
        Optional<String> preset = session.variables.get("default");
        if (entry.submenu()) {
            openContext();
            session.menus.clear();
            session.variables.set("timeout", "0");
        }
        String id = entry.id().replace(">", ">>");
        session.variables.set("chosen", chosen.map(outer -> outer + ">" + id).orElse(id));
        session.variables.export("chosen");
        Optional<String> rest = preset.flatMap(MenuChoice::rest);
        if (rest.isPresent()) {
            session.variables.set("default", rest.get());
        } else if (!session.build.redHat()) {
            session.variables.unset("default");
        }
        session.spend(entry.body().text().length());
        executor.runInScope(entry.body(), entry.parameters());
        if (session.loaded.isPresent()) {
            throw new Finished(session.loaded.get());
        }
        if (entry.submenu()) {
            executor.deeper(() -> {
                showMenu(true, true);
                return Status.OK;
            });
            closeContext();
        }
        restore("chosen", chosen);
        restore("default", preset);
        session.variables.unset("timeout");
    }
}
