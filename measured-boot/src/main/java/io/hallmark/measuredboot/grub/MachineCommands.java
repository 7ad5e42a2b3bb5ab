package io.hallmark.measuredboot.grub;

import io.hallmark.measuredboot.grub.Commands.Call;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Commands that look at the machine, leave GRUB, or do nothing that matters for what is measured. */
final class MachineCommands {
    /** Commands without effect on what is measured, by module. */
    private static final Map<String, List<String>> INERT = Map.ofEntries(
            Map.entry("kernel", List.of("clear", "authenticate", "lsmod", "help", "dump", "rmmod")),
            Map.entry("font", List.of("lsfonts")),
            Map.entry("gettext", List.of("gettext")),
            Map.entry("gfxterm_background", List.of("background_color")),
            Map.entry("lsefi", List.of("lsefi")),
            Map.entry("lsefimmap", List.of("lsefimmap")),
            Map.entry("lsefisystab", List.of("lsefisystab")),
            Map.entry("lssal", List.of("lssal")),
            Map.entry("mmap", List.of("badram", "cutmem")),
            Map.entry("net", List.of("net_ls_addr", "net_ls_cards", "net_ls_dns", "net_ls_routes")),
            Map.entry("password", List.of("password")),
            Map.entry("password_pbkdf2", List.of("password_pbkdf2")),
            Map.entry("serial", List.of("serial")),
            Map.entry("terminfo", List.of("terminfo")),
            Map.entry("videoinfo", List.of("videoinfo")));

    /** Commands whose effect depends on what can't be known here, by module. */
    private static final Map<String, List<String>> OPEN = Map.of(
            "smbios", List.of("smbios"),
            "cryptodisk", List.of("cryptomount"),
            "loopback", List.of("loopback"),
            "net",
                    List.of(
                            "net_add_addr",
                            "net_add_dns",
                            "net_add_route",
                            "net_bootp6",
                            "net_bootp",
                            "net_del_addr",
                            "net_del_dns",
                            "net_del_route",
                            "net_dhcp",
                            "net_get_dhcp_option",
                            "net_ipv6_autoconf",
                            "net_nslookup"),
            "pgp", List.of("trust", "distrust", "verify_detached", "list_trusted"),
            "read", List.of("read"),
            "zfscrypt", List.of("zfskey"),
            "zfsinfo", List.of("zfs-bootfs", "zfsinfo"));

    private final Session session;

    MachineCommands(Session session) {
        this.session = session;
    }

    void register(Commands commands) {
        INERT.forEach((module, names) -> names.forEach(name -> commands.register(name, module, call -> Status.OK)));
        OPEN.forEach((module, names) -> names.forEach(name -> commands.register(name, module, call -> {
            session.unknown("what '" + name + "' gives on the machine");
            return Status.OK;
        })));
        commands.register("cpuid", "cpuid", call -> Status.OK);
        // Nobody holds a key down on a machine that boots by itself.
        commands.register("keystatus", "keystatus", call -> call.arguments().isEmpty() ? Status.OK : Status.FALSE);
        commands.register("sleep", "sleep", call -> Status.OK);
        commands.register("probe", "probe", this::probe);
        commands.register("fwsetup", "efifwsetup", this::firmwareSetup);
        commands.register("reboot", "reboot", call -> {
            throw Finished.nothing("the configuration resets the machine");
        });
        commands.register("halt", "halt", call -> {
            throw Finished.nothing("the configuration switches the machine off");
        });
        commands.register("exit", "minicmd", call -> {
            throw Finished.nothing("the configuration leaves GRUB, and firmware boots the next entry");
        });
    }

    private int firmwareSetup(Call call) {
        boolean asks = call.arguments().equals(List.of("--is-supported"));
        if (!asks || !session.build.fwsetupAsks()) {
            throw Finished.nothing("the configuration resets the machine into the firmware's setup");
        }
        Optional<Boolean> offered = session.ask(GrubEnvironment::firmwareSetup);
        if (offered.isEmpty()) {
            session.unknown("whether firmware offers its setup ('fwsetup --is-supported'): a reference log of this GRUB"
                    + " shows it");
        }
        return offered.orElse(true) ? Status.OK : Status.FALSE;
    }

    /** {@code grub-core/commands/probe.c}, for what is known of devices. */
    private int probe(Call call) {
        Optional<Options> parsed = Options.parse(
                call.arguments(),
                false,
                Options.text("set", 's'),
                Options.flag("driver", 'd'),
                Options.flag("partmap", 'p'),
                Options.flag("fs", 'f'),
                Options.flag("fs-uuid", 'u'),
                Options.flag("label", 'l'),
                Options.flag("part-uuid", ' '));
        if (parsed.isEmpty() || parsed.get().arguments().size() != 1) {
            return Status.BAD_ARGUMENT;
        }
        Options options = parsed.get();
        String argument = options.arguments().get(0);
        String device = argument.startsWith("(") ? session.name(argument).device() : argument;
        Optional<String> value = session.device(device)
                .flatMap(known -> options.has("fs-uuid")
                        ? known.uuid()
                        : options.has("label") ? known.label() : options.has("fs") ? known.kind() : Optional.empty());
        if (value.isEmpty()) {
            session.unknown("what 'probe' tells of the device '" + ByteText.text(device) + "'");
            return Status.OK;
        }
        options.value("set").ifPresent(name -> session.set(name, ByteText.of(value.get())));
        return Status.OK;
    }
}
