package io.hallmark.bootlab.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.bootlab.guest.DebianPackages;
import io.hallmark.bootlab.host.BootLabException;
import io.hallmark.bootlab.host.Programs;
import io.hallmark.bootlab.medium.EspDisk;
import io.hallmark.bootlab.medium.FileTree;
import io.hallmark.bootlab.medium.Medium;
import io.hallmark.testsupport.Tools;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A machine that never gets to its end: real firmware, whose shell runs a script without one. */
@EnabledIfSystemProperty(
        named = "hallmark.boots",
        matches = "(?!none$).+",
        disabledReason = "live boots run with -Dhallmark.boots=ci or -Dhallmark.boots=all")
class HungMachineTest {
    /** Some three times what firmware needs to get to the script, on a host that is busy. */
    private static final Duration BOUND = Duration.ofSeconds(30);

    private static final String LAST_WORDS = "nobody will hear of this machine again";
    private static final Set<String> PROGRAMS = Set.of("qemu-system-x86_64", "swtpm");

    @TempDir
    Path folder;

    private DebianPackages packages;

    @BeforeEach
    void tools() {
        Tools.require(Programs.missing().isEmpty(), "the programs of the boot lab: " + Programs.missing());
        packages = new DebianPackages(DebianPackages.usualCache());
        try {
            packages.get("ovmf");
        } catch (BootLabException e) {
            Tools.require(false, "Debian's firmware of the day: " + e.getMessage());
        }
    }

    @Test
    void it_is_switched_off_after_the_bound_and_its_console_is_shown_and_no_process_of_it_is_left() throws Exception {
        MachineSetup setup = MachineSetup.of(Firmware.PLAIN, new Medium.Disk(disk()));
        ExecutorService machines = Executors.newSingleThreadExecutor();
        try {
            Future<BootResult> boot = machines.submit(() -> new VirtualMachine(packages, BOUND).boot(setup));
            Map<ProcessHandle, String> seen = machinesUntilTheEndOf(boot);

            assertThat(seen.values()).containsAll(PROGRAMS);
            assertThatThrownBy(boot::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(BootLabException.class)
                    .hasMessageContaining("did not end within the CPU time that a boot may use, and was switched off")
                    .hasMessageContaining("hallmark.boots.seconds")
                    .hasMessageContaining("the last lines of its console:\n")
                    .hasMessageContaining(LAST_WORDS);
            assertThat(seen.keySet()).noneMatch(ProcessHandle::isAlive);
        } finally {
            machines.shutdownNow();
        }
    }

    /** The emulator and the TPM that run below this process, by the name of their program. */
    private static Map<ProcessHandle, String> machinesUntilTheEndOf(Future<BootResult> boot) {
        Map<ProcessHandle, String> seen = new HashMap<>();
        while (!boot.isDone()) {
            ProcessHandle.current()
                    .descendants()
                    .forEach(process -> process.info()
                            .command()
                            .map(command -> Path.of(command).getFileName().toString())
                            .filter(PROGRAMS::contains)
                            .ifPresent(program -> seen.put(process, program)));
            Pause.milliseconds(50);
        }
        return seen;
    }

    /** Firmware that finds nothing to boot starts its shell, and the shell this script. */
    private Path disk() {
        FileTree files = new FileTree(folder.resolve("files"));
        files.text("startup.nsh", "echo -off\r\necho " + LAST_WORDS + "\r\n:again\r\ngoto again\r\n");
        return EspDisk.write(files, folder.resolve("disk"));
    }
}
