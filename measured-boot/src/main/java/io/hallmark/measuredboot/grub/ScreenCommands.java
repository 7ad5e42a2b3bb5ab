package io.hallmark.measuredboot.grub;

import io.hallmark.measuredboot.grub.Commands.Call;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Fonts, pictures, terminals and sound, as far as files are read for them. */
final class ScreenCommands {
    private static final Set<String> TERMINAL_OPTIONS = Set.of("--append", "--remove");

    private final Session session;

    ScreenCommands(Session session) {
        this.session = session;
    }

    void register(Commands commands) {
        commands.register("loadfont", "font", this::loadFonts);
        commands.register("background_image", "gfxterm_background", this::background);
        commands.register("terminal_output", "terminal", call -> terminals(call, true));
        commands.register("terminal_input", "terminal", call -> terminals(call, false));
        commands.register("play", "play", this::play);
    }

    /**
     * {@code grub_font_load} in {@code grub-core/font/font.c}, with Debian's and Red Hat's look into the memory disk.
     */
    private int loadFonts(Call call) {
        if (call.arguments().isEmpty()) {
            return Status.BAD_ARGUMENT;
        }
        for (String name : call.arguments()) {
            if (!loadFont(name)) {
                return Status.BAD_FONT;
            }
        }
        return Status.OK;
    }

    private boolean loadFont(String name) {
        boolean isFile = !name.isEmpty() && "(/+".indexOf(name.charAt(0)) >= 0;
        if (!isFile && session.open("(memdisk)/fonts/" + name + ".pf2").isPresent()) {
            return true;
        }
        String file = isFile ? name : session.variables.orEmpty("prefix") + "/fonts/" + name + ".pf2";
        boolean opened = session.open(file).isPresent();
        // Under lockdown a font from a disk is measured first and refused then.
        return opened && !(session.secureBoot && !session.name(file).inMemory());
    }

    /** {@code grub_video_bitmap_load} in {@code grub-core/video/bitmap.c}: without a reader the file is not opened. */
    private int background(Call call) {
        Optional<Options> options = Options.parse(call.arguments(), false, Options.text("mode", 'm'));
        if (options.isEmpty()) {
            return Status.BAD_ARGUMENT;
        }
        if (options.get().arguments().isEmpty() || !session.graphical) {
            return options.get().arguments().isEmpty() ? Status.OK : Status.BAD_ARGUMENT;
        }
        String name = options.get().arguments().get(0);
        Optional<String> reader = reader(name.toLowerCase(Locale.ROOT));
        if (reader.isEmpty() || !session.modules.isLoaded(reader.get())) {
            return Status.BAD_FILE_TYPE;
        }
        return session.open(name).isPresent() ? Status.OK : Status.FILE_NOT_FOUND;
    }

    private static Optional<String> reader(String name) {
        for (String ending : List.of("png", "jpg", "jpeg", "tga")) {
            if (name.endsWith("." + ending)) {
                return Optional.of(ending.startsWith("jp") ? "jpeg" : ending);
            }
        }
        return Optional.empty();
    }

    /** {@code grub-core/commands/terminal.c}: the module of a terminal is loaded when there is no such terminal yet. */
    private int terminals(Call call, boolean output) {
        List<String> names = call.arguments().stream()
                .filter(name -> !TERMINAL_OPTIONS.contains(name))
                .toList();
        if (names.isEmpty()) {
            return call.arguments().isEmpty() ? Status.OK : Status.BAD_ARGUMENT;
        }
        for (String name : names) {
            if (!hasTerminal(name)) {
                return Status.BAD_ARGUMENT;
            }
        }
        String first = call.arguments().get(0);
        boolean named = names.contains("gfxterm");
        if (output && (named || !TERMINAL_OPTIONS.contains(first))) {
            session.graphical = named && !first.equals("--remove");
        }
        return Status.OK;
    }

    private boolean hasTerminal(String name) {
        if (name.equals("console") || session.modules.isLoaded(name.replaceAll("_.*", ""))) {
            return true;
        }
        Optional<String> module = session.modules.ofTerminal(name);
        if (module.isEmpty() && name.startsWith("serial_")) {
            module = session.modules.ofTerminal("serial_*");
        }
        return module.isPresent() && session.modules.load(module.get());
    }

    private int play(Call call) {
        if (call.arguments().isEmpty()) {
            return Status.BAD_ARGUMENT;
        }
        if (call.arguments().size() > 1) {
            return Status.OK;
        }
        return session.open(call.arguments().get(0)).isPresent() ? Status.OK : Status.FILE_NOT_FOUND;
    }
}
