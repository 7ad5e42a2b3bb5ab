package io.hallmark.measuredboot.grub;

import io.hallmark.measuredboot.grub.Commands.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Commands that load what is to be booted: {@code grub-core/loader/i386/linux.c}, {@code loader/efi/linux.c}, {@code
 * loader/linux.c}, {@code loader/multiboot.c}, {@code loader/efi/chainloader.c}.
 */
final class LoaderCommands {
    private static final int NO_KERNEL = 22;

    /** What x86 kernels take; GRUB cuts off whole arguments that do not fit. */
    private static final int LONGEST_COMMAND_LINE = 2047 - "BOOT_IMAGE=".length();

    private final Session session;

    LoaderCommands(Session session) {
        this.session = session;
    }

    void register(Commands commands) {
        commands.register("linux", "linux", this::linux);
        commands.register("initrd", "linux", this::initrd);
        String efi = session.build.redHat() ? "linux" : "linuxefi";
        commands.register("linuxefi", efi, this::linux);
        commands.register("initrdefi", efi, this::initrd);
        commands.register("linux16", "linux16", this::linux);
        commands.register("initrd16", "linux16", this::initrd);
        commands.register("multiboot", "multiboot", this::multiboot);
        commands.register("module", "multiboot", this::module);
        commands.register("multiboot2", "multiboot2", this::multiboot);
        commands.register("module2", "multiboot2", this::module);
        commands.register("chainloader", "chain", this::chainload);
        commands.register("devicetree", "fdt", this::deviceTree);
        commands.register("boot", "boot", call -> {
            if (session.loaded.isPresent()) {
                throw new Finished(session.loaded.get());
            }
            return NO_KERNEL;
        });
    }

    private int linux(Call call) {
        session.loaded = Optional.empty();
        if (call.arguments().isEmpty()) {
            return Status.BAD_ARGUMENT;
        }
        String name = call.arguments().get(0);
        if (session.openTarget(name, 0).isEmpty()) {
            return Status.FILE_NOT_FOUND;
        }
        String commandLine = commandLine(call.arguments());
        if (commandLine.length() > LONGEST_COMMAND_LINE) {
            session.unknown("the kernel's command line is longer than " + LONGEST_COMMAND_LINE
                    + " bytes, and GRUB cuts it to what this kernel takes");
        }
        session.kernelCommandLine(commandLine);
        session.loaded =
                Optional.of(new GrubBoot.Linux(ByteText.text(name), ByteText.text(commandLine), List.of(), false));
        return Status.OK;
    }

    private int initrd(Call call) {
        if (call.arguments().isEmpty()
                || session.loaded.filter(GrubBoot.Linux.class::isInstance).isEmpty()) {
            return Status.BAD_ARGUMENT;
        }
        List<String> names = new ArrayList<>();
        boolean packs = false;
        for (String argument : call.arguments()) {
            String name = withoutArchiveName(argument);
            packs |= !name.equals(argument);
            if (session.openTarget(name, names.size() + 1).isEmpty()) {
                return Status.FILE_NOT_FOUND;
            }
            names.add(ByteText.text(name));
        }
        GrubBoot.Linux linux = (GrubBoot.Linux) session.loaded.orElseThrow();
        session.loaded = Optional.of(new GrubBoot.Linux(linux.kernel(), linux.commandLine(), names, packs));
        return Status.OK;
    }

    /** {@code newc:NAME:FILE} puts a file into an archive under a name; the file is what is opened. */
    private static String withoutArchiveName(String argument) {
        if (!argument.startsWith("newc:")) {
            return argument;
        }
        int start = "newc:".length();
        while (start < argument.length() && argument.charAt(start) == '/') {
            start++;
        }
        int colon = argument.indexOf(':', start);
        return colon < 0 ? argument : argument.substring(colon + 1);
    }

    private int multiboot(Call call) {
        if (session.secureBoot) {
            return Status.ACCESS_DENIED;
        }
        List<String> arguments = call.arguments().stream()
                .dropWhile(argument -> call.name().equals("multiboot2")
                        ? argument.equals("--quirk-bad-kludge") || argument.equals("--quirk-modules-after-kernel")
                        : argument.startsWith("--quirk-"))
                .toList();
        session.loaded = Optional.empty();
        if (arguments.isEmpty()) {
            return Status.BAD_ARGUMENT;
        }
        if (session.open(arguments.get(0)).isEmpty()) {
            return Status.FILE_NOT_FOUND;
        }
        String commandLine = commandLine(arguments.subList(1, arguments.size()));
        session.kernelCommandLine(commandLine);
        session.loaded = Optional.of(
                new GrubBoot.Multiboot(ByteText.text(arguments.get(0)), ByteText.text(commandLine), List.of()));
        return Status.OK;
    }

    private int module(Call call) {
        if (session.secureBoot) {
            return Status.ACCESS_DENIED;
        }
        boolean packed = !call.arguments().isEmpty() && call.arguments().get(0).equals("--nounzip");
        List<String> arguments =
                packed ? call.arguments().subList(1, call.arguments().size()) : call.arguments();
        if (arguments.isEmpty()
                || session.loaded.filter(GrubBoot.Multiboot.class::isInstance).isEmpty()) {
            return Status.BAD_ARGUMENT;
        }
        if (session.open(arguments.get(0)).isEmpty()) {
            return Status.FILE_NOT_FOUND;
        }
        session.moduleCommandLine(commandLine(arguments.subList(1, arguments.size())));
        GrubBoot.Multiboot boot = (GrubBoot.Multiboot) session.loaded.orElseThrow();
        List<String> modules = new ArrayList<>(boot.modules());
        modules.add(ByteText.text(arguments.get(0)));
        session.loaded = Optional.of(new GrubBoot.Multiboot(boot.kernel(), boot.commandLine(), modules));
        return Status.OK;
    }

    private int chainload(Call call) {
        List<String> arguments = call.arguments().stream()
                .dropWhile(argument -> argument.equals("--force"))
                .toList();
        session.loaded = Optional.empty();
        if (arguments.isEmpty()) {
            return Status.BAD_ARGUMENT;
        }
        String name = arguments.get(0);
        if (session.openTarget(name, 0).isEmpty()) {
            return Status.FILE_NOT_FOUND;
        }
        session.loaded = Optional.of(new GrubBoot.Chainload(
                ByteText.text(name),
                arguments.subList(1, arguments.size()).stream()
                        .map(ByteText::text)
                        .toList()));
        return Status.OK;
    }

    private int deviceTree(Call call) {
        if (session.secureBoot) {
            return Status.ACCESS_DENIED;
        }
        if (call.arguments().size() != 1) {
            return Status.BAD_ARGUMENT;
        }
        return session.open(call.arguments().get(0)).isPresent() ? Status.OK : Status.FILE_NOT_FOUND;
    }

    /**
     * Arguments as one line: those with blanks in double quotes, quotes and backslashes with a backslash before them
     * ({@code grub-core/lib/cmdline.c}).
     */
    private String commandLine(List<String> arguments) {
        StringBuilder line = new StringBuilder();
        for (String argument : arguments) {
            boolean blank = argument.indexOf(' ') >= 0;
            line.append(blank ? "\"" : "");
            for (int at = 0; at < argument.length(); at++) {
                char c = argument.charAt(at);
                if (session.build.redHat() && Expansion.isHexEscape(argument, at)) {
                    line.append(argument, at, at + 4);
                    at += 3;
                } else {
                    line.append(c == '\\' || c == '\'' || c == '"' ? "\\" : "").append(c);
                }
            }
            line.append(blank ? "\"" : "").append(' ');
        }
        line.setLength(Math.max(0, line.length() - 1));
        return line.toString();
    }
}
