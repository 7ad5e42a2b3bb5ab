package io.hallmark.bootlab.machine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Stands by a machine that is on: types what is to be typed, copies its event log, and sees how it ends. */
final class Watch implements AutoCloseable {
    /** A kernel leaves the log alone for about a second, of which a busy host may take most. */
    private static final int MILLISECONDS_WITH_MEMORY = 15;

    private static final int MILLISECONDS = 100;

    private final MachineSetup setup;
    private final Process process;
    private final Console console;
    private final Path memoryFile;
    private Optional<GuestMemory> memory = Optional.empty();
    private int exchanges;
    private int searchFrom;

    /** How it ended. */
    enum Ending {
        OFF,
        REFUSED,
        /** It used more CPU time than a boot needs. */
        BUSY,
        /** Nothing came from it any more. */
        SILENT
    }

    Watch(MachineSetup setup, Process process, Path memoryFile) {
        this.setup = setup;
        this.process = process;
        this.memoryFile = memoryFile;
        this.console = new Console(process.getInputStream(), process.getOutputStream());
    }

    Ending untilTheEnd(Patience patience) throws InterruptedException {
        while (process.isAlive()) {
            Duration used = process.info().totalCpuDuration().orElse(Duration.ZERO);
            Optional<Ending> lost = patience.lost(used, console.length(), System.nanoTime());
            if (lost.isPresent()) {
                return lost.get();
            }
            if (setup.logFromMemory()) {
                lookIntoMemory();
            }
            if (setup.refusal().filter(console.text()::contains).isPresent()) {
                return Ending.REFUSED;
            }
            talk();
            Pause.milliseconds(setup.logFromMemory() ? MILLISECONDS_WITH_MEMORY : MILLISECONDS);
        }
        console.finish();
        return Ending.OFF;
    }

    String console() {
        return console.text();
    }

    Optional<byte[]> logFromMemory() {
        return memory.flatMap(GuestMemory::longestLog);
    }

    private void lookIntoMemory() {
        if (memory.isEmpty() && Files.exists(memoryFile)) {
            memory = Optional.of(new GuestMemory(memoryFile));
        }
        memory.ifPresent(GuestMemory::look);
    }

    private void talk() {
        if (exchanges == setup.dialogue().size()) {
            return;
        }
        Exchange next = setup.dialogue().get(exchanges);
        int found = console.text().indexOf(next.await(), searchFrom);
        if (found >= 0) {
            console.type(next.type());
            searchFrom = found + next.await().length();
            exchanges++;
        }
    }

    @Override
    public void close() {
        memory.ifPresent(GuestMemory::close);
    }
}
