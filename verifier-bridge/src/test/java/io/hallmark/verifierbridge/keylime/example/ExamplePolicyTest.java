package io.hallmark.verifierbridge.keylime.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventLogReader;
import io.hallmark.testsupport.Fixtures;
import io.hallmark.verifierbridge.keylime.RealKeylimePython;
import io.hallmark.verifierbridge.keylime.example.ExampleState.Firmware;
import io.hallmark.verifierbridge.keylime.example.ExampleState.Kernel;
import io.hallmark.verifierbridge.keylime.example.ExampleState.SignatureEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every log that the project has, judged here and by Keylime's own code: both must refuse the same event. */
class ExamplePolicyTest {
    /** What Hallmark does not read at all, since it is no log or breaks off in its first entry. */
    private static final Set<String> NO_LOGS = Set.of(
            "eventlogs/intel-secl/incomplete_tcg_spec_event.bin", "eventlogs/keylime/binary_bios_measurements-bogus");

    /** What Hallmark reads, and Keylime's parser does not. */
    private static final Set<String> UNREADABLE = Set.of(
            "eventlogs/acs/tpm2bios.log",
            "eventlogs/attestation-rs/tdx_ccel_live.bin",
            "eventlogs/cc-trusted-api/ccel_data.bin",
            "eventlogs/dstack/ccel.bin",
            "eventlogs/go-attestation/option_rom_eventlog",
            "eventlogs/go-attestation/short_no_action_eventlog",
            "eventlogs/go-attestation/windows_gcp_shielded_vm.bin",
            "eventlogs/go-eventlog/cos-113-intel-tdx.bin",
            "eventlogs/go-tpm-tools/debian-10.bin",
            "eventlogs/guard-oss/IMN-DELL.bin",
            "eventlogs/guard-oss/IMN-SUPERMICRO-no-epp.bin",
            "eventlogs/guard-oss/binary_bios_measurements_15",
            "eventlogs/guard-oss/linux_event_log",
            "eventlogs/guard-oss/r340.bin",
            "eventlogs/guard-oss/supermicro-WBCL-OSLOAD-quoted.log",
            "eventlogs/guard-oss/tpm2_windows_lenovo_yogax1v2",
            "eventlogs/intel-secl/uefi_event_log.bin",
            "eventlogs/tpm2-tools/event-uefi-sha1-log.bin",
            "eventlogs/trustee/CCEL_AAEL_alibabacloud",
            "eventlogs/trustee/CCEL_data_gcp",
            "eventlogs/trustee/CCEL_data_grub");

    private static final int LEAST_ACCEPTED = 15;

    @TempDir
    Path folder;

    private record Question(Path log, String state, String expected) {}

    @Test
    void says_what_keylime_says() throws IOException {
        ExampleState grub = state("boots/disk-grub/eventlog.bin");
        ExampleState secure = state("boots/disk-grub-sb/eventlog.bin");
        List<Question> questions = new ArrayList<>();
        StringBuilder input = new StringBuilder();
        Set<String> skipped = new HashSet<>();
        for (Path log : logs()) {
            Optional<EventLog> read = read(log);
            if (read.isEmpty()) {
                skipped.add(Fixtures.root().relativize(log).toString());
            } else {
                ExampleState own = new BootParts(read.get().events()).state();
                ask(questions, input, log, read.get(), "its own", own);
                ask(questions, input, log, read.get(), "that of disk-grub", grub);
                ask(questions, input, log, read.get(), "that of disk-grub-sb", secure);
                for (Variant variant : Variant.values()) {
                    ask(questions, input, log, read.get(), variant.name(), variant.of(own));
                }
            }
        }

        assertThat(skipped).as("logs that are not asked about").isEqualTo(NO_LOGS);
        List<String> answers = RealKeylimePython.run(
                "/io/hallmark/verifierbridge/keylime/example/judge_example.py", input.toString(), folder);

        assertThat(answers).hasSameSizeAs(questions);
        List<String> differences = new ArrayList<>();
        Set<String> unreadable = new TreeSet<>();
        Set<String> predicted = new TreeSet<>();
        int accepted = 0;
        for (int i = 0; i < answers.size(); i++) {
            Question question = questions.get(i);
            String name = Fixtures.root().relativize(question.log()).toString();
            byte[] bytes = Files.readAllBytes(question.log());
            if (KeylimeParser.refusal(bytes, read(question.log()).orElseThrow()).isPresent()) {
                predicted.add(name);
            }
            if (!answers.get(i).equals("unreadable")) {
                accepted += answers.get(i).equals("accepted") ? 1 : 0;
                if (!answers.get(i).equals(question.expected())) {
                    differences.add(question.log() + " by " + question.state() + ": Keylime says " + answers.get(i)
                            + ", Hallmark says " + question.expected());
                }
            } else {
                unreadable.add(name);
                if (question.expected().equals("accepted")) {
                    differences.add(question.log() + " is accepted, and Keylime can't read it");
                }
            }
        }
        assertThat(differences).isEmpty();
        assertThat(unreadable).isEqualTo(UNREADABLE);
        assertThat(predicted).as("what is foreseen of the parser").isEqualTo(UNREADABLE);
        assertThat(accepted).isGreaterThan(LEAST_ACCEPTED);
    }

    /** Reference states that differ from the log's own in one part. */
    private enum Variant {
        SECURE_BOOT_THE_OTHER_WAY {
            @Override
            ExampleState of(ExampleState s) {
                return new ExampleState(
                        !s.secureBoot(),
                        s.firmware(),
                        s.pk(),
                        s.kek(),
                        s.db(),
                        s.dbx(),
                        s.vendorDb(),
                        s.mokList(),
                        s.mokListX(),
                        s.kernels());
            }
        },
        NO_KEYS {
            @Override
            ExampleState of(ExampleState s) {
                return new ExampleState(
                        s.secureBoot(),
                        s.firmware(),
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        s.mokList(),
                        s.mokListX(),
                        s.kernels());
            }
        },
        ANOTHER_HASH_IN_DBX {
            @Override
            ExampleState of(ExampleState s) {
                Set<SignatureEntry> dbx = new HashSet<>(s.dbx());
                dbx.add(new SignatureEntry("77fa9abd-0359-4d32-bd60-28f4e78f784b", "00".repeat(32)));
                return new ExampleState(
                        s.secureBoot(),
                        s.firmware(),
                        s.pk(),
                        s.kek(),
                        s.db(),
                        dbx,
                        s.vendorDb(),
                        s.mokList(),
                        s.mokListX(),
                        s.kernels());
            }
        },
        NO_MACHINE_OWNER_KEYS {
            @Override
            ExampleState of(ExampleState s) {
                return new ExampleState(
                        s.secureBoot(),
                        s.firmware(),
                        s.pk(),
                        s.kek(),
                        s.db(),
                        s.dbx(),
                        s.vendorDb(),
                        List.of(),
                        s.mokListX(),
                        s.kernels());
            }
        },
        ANOTHER_FIRMWARE {
            @Override
            ExampleState of(ExampleState s) {
                Firmware other = new Firmware(Digests.hash(List.of(Bank.SHA256), new byte[] {1}), List.of());
                return new ExampleState(
                        s.secureBoot(),
                        List.of(other),
                        s.pk(),
                        s.kek(),
                        s.db(),
                        s.dbx(),
                        s.vendorDb(),
                        s.mokList(),
                        s.mokListX(),
                        s.kernels());
            }
        },
        ANOTHER_INITRD {
            @Override
            ExampleState of(ExampleState s) {
                return withKernels(
                        s, k -> new Kernel(k.shim(), k.grub(), k.kernel(), "ab".repeat(32), k.commandLine()));
            }
        },
        ANOTHER_KERNEL {
            @Override
            ExampleState of(ExampleState s) {
                return withKernels(
                        s, k -> new Kernel(k.shim(), k.grub(), "ab".repeat(32), k.initrd(), k.commandLine()));
            }
        },
        ANOTHER_COMMAND_LINE {
            @Override
            ExampleState of(ExampleState s) {
                return withKernels(
                        s, k -> new Kernel(k.shim(), k.grub(), k.kernel(), k.initrd(), k.commandLine() + "\\ debug"));
            }
        };

        abstract ExampleState of(ExampleState state);

        private static ExampleState withKernels(ExampleState s, java.util.function.UnaryOperator<Kernel> change) {
            return new ExampleState(
                    s.secureBoot(),
                    s.firmware(),
                    s.pk(),
                    s.kek(),
                    s.db(),
                    s.dbx(),
                    s.vendorDb(),
                    s.mokList(),
                    s.mokListX(),
                    s.kernels().stream().map(change).toList());
        }
    }

    private void ask(
            List<Question> questions, StringBuilder input, Path log, EventLog read, String name, ExampleState state)
            throws IOException {
        Path file = Files.write(folder.resolve(questions.size() + ".json"), state.toJson());
        String expected = ExamplePolicy.judge(state, read)
                .map(refusal -> refusal.event().isPresent()
                        ? String.valueOf(refusal.event().getAsInt())
                        : "log")
                .orElse("accepted");
        questions.add(new Question(log, name, expected));
        input.append("{\"log\": \"" + log + "\", \"state\": \"" + file + "\"}\n");
    }

    private static ExampleState state(String log) {
        return new BootParts(read(Fixtures.path(log)).orElseThrow().events()).state();
    }

    private static Optional<EventLog> read(Path log) {
        try {
            return Optional.of(EventLogReader.read(log));
        } catch (MeasuredBootException e) {
            return Optional.empty();
        }
    }

    private static List<Path> logs() throws IOException {
        List<Path> logs = new ArrayList<>();
        for (String folder : List.of("boots", "eventlogs")) {
            try (Stream<Path> files = Files.walk(Fixtures.path(folder))) {
                files.filter(Files::isRegularFile)
                        .filter(file -> !file.toString().matches(".*\\.(json|md|yaml|yml|txt|cfg|conf)"))
                        .sorted()
                        .forEach(logs::add);
            }
        }
        return logs;
    }
}
