package io.hallmark.measuredboot.grub;

import io.hallmark.measuredboot.grub.Commands.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The search for a device ({@code grub-core/commands/search.c}, {@code search_wrap.c}): first where it was found
 * before, then at the hints, then everywhere. The file that a search by file finds is opened, and so measured.
 */
final class Search {
    /** What is searched for. */
    enum Kind {
        FILE,
        LABEL,
        UUID
    }

    /** Red Hat's: looks at the disk of {@code $root} alone. */
    private static final String ROOT_ONLY = "root-dev-only";

    private static final Options.Option[] OPTIONS = {
        Options.flag("file", 'f'),
        Options.flag("label", 'l'),
        Options.flag("fs-uuid", 'u'),
        Options.optional("set", 's'),
        Options.flag("no-floppy", 'n'),
        Options.flag("efidisk-only", ' '),
        Options.flag(ROOT_ONLY, 'r'),
        Options.text("hint", 'h'),
        Options.text("hint-ieee1275", ' '),
        Options.text("hint-bios", ' '),
        Options.text("hint-baremetal", ' '),
        Options.text("hint-efi", ' '),
        Options.text("hint-arc", ' ')
    };

    private final Session session;
    private final Map<String, String> cache = new HashMap<>();

    Search(Session session) {
        this.session = session;
    }

    int command(Call call) {
        boolean redHat = session.build.redHat();
        Options.Option[] known = Stream.of(OPTIONS)
                .filter(option -> redHat || !option.name().equals(ROOT_ONLY))
                .toArray(Options.Option[]::new);
        Optional<Options> parsed = Options.parse(call.arguments(), true, known);
        if (parsed.isEmpty()) {
            return Status.BAD_ARGUMENT;
        }
        Options options = parsed.get();
        List<String> hints = new ArrayList<>(options.values("hint"));
        hints.addAll(options.values(session.ask(GrubEnvironment::platform).equals("efi") ? "hint-efi" : "hint-bios"));
        hints.addAll(options.values("hint-baremetal"));
        List<String> left = options.arguments().stream()
                .dropWhile(argument -> argument.startsWith("--hint-"))
                .toList();
        Optional<String> variable =
                options.has("set") ? Optional.of(options.value("set").orElse("root")) : Optional.empty();
        String key;
        if (!left.isEmpty()) {
            key = left.get(0);
        } else if (options.value("set").isPresent()) {
            key = options.value("set").get();
            variable = Optional.of("root");
        } else {
            return Status.BAD_ARGUMENT;
        }
        Predicate<String> allowed =
                options.has(ROOT_ONLY) ? device -> disk(device).equals(disk(session.root())) : device -> true;
        if (options.has("label")) {
            return search(Kind.LABEL, key, variable, hints, allowed);
        }
        if (options.has("fs-uuid")) {
            return search(Kind.UUID, key, variable, hints, allowed);
        }
        return options.has("file") ? search(Kind.FILE, key, variable, hints, allowed) : Status.INVALID_COMMAND;
    }

    /** {@code search.fs_uuid UUID VARIABLE HINT…}. */
    int shortForm(Kind kind, Call call) {
        List<String> arguments = call.arguments();
        if (arguments.isEmpty()) {
            return Status.BAD_ARGUMENT;
        }
        Optional<String> variable = arguments.size() > 1 ? Optional.of(arguments.get(1)) : Optional.empty();
        List<String> hints = arguments.subList(Math.min(2, arguments.size()), arguments.size());
        return search(kind, arguments.get(0), variable, hints, device -> true);
    }

    private static String disk(String device) {
        int comma = device.indexOf(',');
        return comma < 0 ? device : device.substring(0, comma);
    }

    private int search(
            Kind kind, String key, Optional<String> variable, List<String> hints, Predicate<String> allowed) {
        session.step();
        String remembered = kind + key;
        List<String> order = new ArrayList<>();
        Optional.ofNullable(cache.get(remembered)).ifPresent(order::add);
        hints.forEach(hint -> order.addAll(ofHint(hint)));
        boolean pinned = !order.isEmpty();
        List<String> all = devices();
        all.stream().filter(device -> !order.contains(device)).forEach(order::add);
        order.removeIf(allowed.negate());
        for (String device : order) {
            if (isAt(device, kind, key)) {
                if (kind == Kind.FILE && !pinned && all.size() > 1) {
                    session.unknown("which device has the file '" + ByteText.text(key) + "' first");
                }
                cache.putIfAbsent(remembered, device);
                variable.ifPresent(name -> session.set(name, device));
                return Status.OK;
            }
        }
        return notFound(kind, key, variable, hints);
    }

    private int notFound(Kind kind, String key, Optional<String> variable, List<String> hints) {
        boolean certain = kind == Kind.FILE
                || !session.devices().isEmpty()
                        && session.devices().stream()
                                .allMatch(device -> (kind == Kind.UUID ? device.uuid() : device.label()).isPresent());
        if (!certain) {
            session.unknown("which device has the file system with the " + (kind == Kind.UUID ? "UUID '" : "label '")
                    + ByteText.text(key) + "': name it in the 'filesystems' of the stage");
            Optional<String> first = hints.stream().findFirst().map(hint -> hint.replaceAll(",$", ""));
            if (first.isPresent() && variable.isPresent()) {
                session.set(variable.get(), first.get());
                return Status.OK;
            }
            return Status.FILE_NOT_FOUND;
        }
        if (session.modules.hasFileSystemList()) {
            session.unknown("the modules of file systems that GRUB loads when the search for '" + ByteText.text(key)
                    + "' finds nothing");
        }
        return Status.FILE_NOT_FOUND;
    }

    private boolean isAt(String device, Kind kind, String key) {
        if (kind == Kind.FILE) {
            return session.open("(" + device + ")" + key).isPresent();
        }
        return session.device(device)
                .filter(known -> kind == Kind.UUID
                        ? known.uuid()
                                .filter(ByteText.text(key)::equalsIgnoreCase)
                                .isPresent()
                        : known.label().filter(ByteText.text(key)::equals).isPresent())
                .isPresent();
    }

    private List<String> devices() {
        return session.devices().isEmpty()
                ? List.of(session.prefixDevice)
                : session.devices().stream().map(GrubDevice::name).toList();
    }

    /** A hint with a comma at its end stands for all partitions of a disk. */
    private List<String> ofHint(String hint) {
        if (hint.isEmpty()) {
            return List.of();
        }
        if (!hint.endsWith(",")) {
            return List.of(hint);
        }
        List<String> names = new ArrayList<>(List.of(hint.substring(0, hint.length() - 1)));
        devices().stream().filter(device -> device.startsWith(hint)).forEach(names::add);
        return names;
    }
}
