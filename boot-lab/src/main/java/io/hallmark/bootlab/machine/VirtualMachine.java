package io.hallmark.bootlab.machine;

import io.hallmark.bootlab.guest.DebianPackage;
import io.hallmark.bootlab.guest.DebianPackages;
import io.hallmark.bootlab.host.BootLabException;
import io.hallmark.bootlab.host.Processes;
import io.hallmark.bootlab.host.Programs;
import io.hallmark.bootlab.host.Workspace;
import io.hallmark.bootlab.machine.Watch.Ending;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Boots machines, each with a new TPM and a new copy of the firmware's variables, and waits for their end. */
public final class VirtualMachine {
    private static final Duration USUAL_BOUND = Duration.ofSeconds(300);
    private static final int SHOWN_LINES = 60;
    private static final String TIMER_PANIC = "IO-APIC + timer doesn't work";

    private final DebianPackages packages;
    private final Duration bound;

    /** @param bound of the CPU time that a machine may use before it is switched off and taken for hung */
    public VirtualMachine(DebianPackages packages, Duration bound) {
        this.packages = packages;
        this.bound = bound;
    }

    /** With the bound that the property {@code hallmark.boots.seconds} gives, or 300 seconds. */
    public VirtualMachine(DebianPackages packages) {
        this(
                packages,
                Optional.ofNullable(Long.getLong("hallmark.boots.seconds"))
                        .map(Duration::ofSeconds)
                        .orElse(USUAL_BOUND));
    }

    /**
     * Boots the machine.
     *
     * @throws BootLabException with the console's last lines when it does not get as far as it should; a guest that a
     *     starved emulator made panic, or whose log was overwritten before it could be copied, is given a second chance
     */
    public BootResult boot(MachineSetup setup) {
        Run first = run(setup);
        Run run = first.complete() || !first.worthARetry() ? first : run(setup);
        if (!run.complete()) {
            throw new BootLabException(run.failure() + "; the last lines of its console:\n"
                    + Console.tail(run.result().console(), SHOWN_LINES));
        }
        return run.result();
    }

    /** One try. */
    private record Run(MachineSetup setup, BootResult result, Ending ending) {
        boolean complete() {
            return setup.refusal().isPresent()
                    ? ending == Ending.REFUSED && result.report().isEmpty()
                    : result.report().isPresent() && logFault().isEmpty();
        }

        private Optional<String> logFault() {
            Map<Bank, Map<Integer, Digest>> pcrs =
                    result.report().map(GuestReport::pcrs).orElse(Map.of());
            return result.eventLog()
                    .map(log -> LogCheck.fault(log, pcrs))
                    .orElseGet(() -> Optional.of("the guest has no event log"));
        }

        boolean worthARetry() {
            return result.console().contains(TIMER_PANIC) || result.report().isPresent() && setup.logFromMemory();
        }

        String failure() {
            if (ending == Ending.BUSY) {
                return "the guest did not end within the CPU time that a boot may use, and was switched off;"
                        + " -Dhallmark.boots.seconds gives it more";
            }
            if (ending == Ending.SILENT) {
                return "the guest wrote nothing for " + Patience.SILENCE.toMinutes() + " minutes and was switched off";
            }
            if (result.report().isEmpty()) {
                return setup.refusal().isPresent()
                        ? "firmware did not say '" + setup.refusal().get() + "'"
                        : "the guest ended without a report";
            }
            return logFault().orElseThrow();
        }
    }

    private Run run(MachineSetup setup) {
        DebianPackage ovmf = packages.get("ovmf");
        try (Workspace workspace = Workspace.create();
                SoftwareTpm tpm = SoftwareTpm.start(workspace.root())) {
            Path memory = workspace.root().resolve("memory");
            Path errors = workspace.root().resolve("qemu.log");
            List<String> words = new ArrayList<>(List.of(Programs.path("qemu-system-x86_64")));
            words.addAll(QemuArguments.of(setup, ovmf, variables(setup, ovmf, workspace), tpm.socket(), memory));
            long start = System.nanoTime();
            Process process = Processes.watched(new ProcessBuilder(words)
                    .redirectError(Redirect.to(errors.toFile()))
                    .start());
            try (Watch watch = new Watch(setup, process, memory)) {
                Ending ending = watch.untilTheEnd(new Patience(bound));
                Duration time = Duration.ofNanos(System.nanoTime() - start);
                Optional<GuestReport> report = GuestReport.find(watch.console());
                Optional<byte[]> log = report.flatMap(GuestReport::eventLog).or(watch::logFromMemory);
                String console = watch.console() + Files.readString(errors);
                return new Run(setup, new BootResult(report, log, console, time), ending);
            } finally {
                Processes.kill(process);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BootLabException("interrupted while a virtual machine was running", e);
        }
    }

    private static Path variables(MachineSetup setup, DebianPackage ovmf, Workspace workspace) throws IOException {
        VariableStore store =
                new VariableStore(Files.readAllBytes(setup.firmware().variables(ovmf)));
        setup.variables().forEach(store::add);
        setup.keys().forEach(store::append);
        return Files.write(workspace.root().resolve("variables.fd"), store.bytes());
    }
}
