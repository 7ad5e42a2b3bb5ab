package io.hallmark.bootlab;

import io.hallmark.bootlab.chain.ChainSpec;
import io.hallmark.bootlab.chain.Chains;
import io.hallmark.bootlab.chain.Staged;
import io.hallmark.bootlab.guest.Payload;
import io.hallmark.bootlab.host.BootLabException;
import io.hallmark.bootlab.machine.BootResult;
import io.hallmark.bootlab.machine.MachineSetup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code boot-lab record}: records the reference log of a class of virtual machines. */
public final class RecordMain {
    private static final String USAGE = """
            usage: boot-lab list
                   boot-lab record CHAIN --out FOLDER [--machine TYPE] [--memory MIB]
            Boots a virtual machine and writes eventlog.bin, pcrs.json and efivars.json to FOLDER.
              CHAIN           one of the chains that 'boot-lab list' names
              --machine TYPE  QEMU's machine type (q35)
              --memory MIB    the machine's memory (1024)
            """;

    private RecordMain() {}

    public static void main(String[] arguments) throws IOException {
        try {
            run(List.of(arguments));
        } catch (BootLabException e) {
            System.err.println("boot-lab: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void run(List<String> arguments) throws IOException {
        if (arguments.equals(List.of("list"))) {
            try (Lab lab = new Lab()) {
                Chains.all(lab.files())
                        .forEach(spec -> System.out.printf(Locale.ROOT, "%-26s %s%n", spec.name(), spec.title()));
            }
            return;
        }
        Options options = Options.parse(arguments);
        try (Lab lab = new Lab()) {
            ChainSpec spec = Chains.named(options.chain(), lab.files());
            Payload payload = lab.files().recorded();
            Staged staged = lab.stage(spec.chain(), payload, "recorded");
            MachineSetup machine = staged.machine().on(options.machine(), options.memory());
            BootResult boot = lab.boot(staged.on(machine), payload);
            RecordedFiles.write(boot, options.out());
        }
    }

    /** What the command line says. */
    record Options(String chain, Path out, String machine, int memory) {

        /** @throws BootLabException with the usage when it says something else */
        static Options parse(List<String> arguments) {
            List<String> words = new ArrayList<>(arguments);
            if (words.size() < 2 || !words.remove(0).equals("record")) {
                throw new BootLabException(USAGE);
            }
            String chain = words.remove(0);
            String out = "";
            String machine = "q35";
            int memory = 1024;
            while (words.size() >= 2) {
                String option = words.remove(0);
                String value = words.remove(0);
                switch (option) {
                    case "--out" -> out = value;
                    case "--machine" -> machine = value;
                    case "--memory" -> memory = number(value);
                    default -> throw new BootLabException("unknown option " + option + "\n\n" + USAGE);
                }
            }
            if (out.isEmpty() || !words.isEmpty()) {
                throw new BootLabException(USAGE);
            }
            return new Options(chain, Path.of(out), machine, memory);
        }

        private static int number(String value) {
            try {
                return Integer.parseInt(value);
            } catch (NumberFormatException e) {
                throw new BootLabException("--memory takes a number of MiB, not '" + value + "'", e);
            }
        }
    }
}
