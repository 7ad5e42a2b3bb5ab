package io.hallmark.bootlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.hallmark.baselines.secureboot.Preflight;
import io.hallmark.baselines.secureboot.Verdict;
import io.hallmark.bootlab.chain.ChainSpec;
import io.hallmark.bootlab.chain.Chains;
import io.hallmark.bootlab.chain.Staged;
import io.hallmark.bootlab.guest.BootFiles;
import io.hallmark.bootlab.host.BootLabException;
import io.hallmark.bootlab.host.Programs;
import io.hallmark.bootlab.machine.BootResult;
import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Machines that really boot, held against what Hallmark predicted before. Two run at a time, or as many as the property
 * {@code hallmark.boots.parallel} says; a table of what came out is written to the file that {@code
 * hallmark.boots.fidelity} names.
 */
@EnabledIfSystemProperty(
        named = Selection.PROPERTY,
        matches = "(?!none$).+",
        disabledReason = "live boots run with -Dhallmark.boots=ci or -Dhallmark.boots=all")
class LiveBootsTest {
    /** The chain whose reference log has the keys of the firmware that refuses an image. */
    private static final String SAME_FIRMWARE = "shim-grub-secure-boot";

    private static final Map<String, Future<Experiment>> RUNNING = new LinkedHashMap<>();
    private static final List<Outcome> OUTCOMES = new ArrayList<>();

    private static Lab lab;
    private static ExecutorService machines;
    private static Optional<Future<Refusal>> refusal = Optional.empty();

    @BeforeAll
    static void open() {
        List<String> missing = Programs.missing();
        Tools.require(missing.isEmpty(), "these programs of the boot lab: " + String.join(", ", missing));
        lab = new Lab();
        try {
            lab.download();
        } catch (BootLabException e) {
            Tools.require(false, "Debian's boot files of the day: " + e.getMessage());
        }
        machines = Executors.newFixedThreadPool(Integer.getInteger("hallmark.boots.parallel", 2));
        for (ChainSpec spec : new Selection(System.getProperty(Selection.PROPERTY)).of(Chains.all(lab.files()))) {
            RUNNING.put(spec.name(), machines.submit(() -> Experiment.run(lab, spec)));
        }
        if (RUNNING.containsKey(SAME_FIRMWARE)) {
            refusal = Optional.of(machines.submit(Refusal::run));
        }
    }

    @AfterAll
    static void close() throws IOException {
        if (machines != null) {
            machines.shutdownNow();
        }
        try {
            Optional<Path> table = Optional.ofNullable(System.getProperty("hallmark.boots.fidelity"))
                    .map(Path::of);
            // Without the boots that failed to end the table would look as if all was well.
            if (table.isPresent() && !RUNNING.isEmpty() && OUTCOMES.size() == RUNNING.size()) {
                BootFiles files = lab.files();
                List<String> kernels = List.of(
                        files.recorded().kernel().release(),
                        files.next().kernel().release());
                Files.writeString(table.get(), FidelityTable.of(OUTCOMES, lab.versions(), kernels));
            }
        } finally {
            if (lab != null) {
                lab.close();
            }
        }
    }

    @TestFactory
    List<DynamicTest> a_boot_is_as_it_was_predicted() {
        List<DynamicTest> tests = new ArrayList<>();
        RUNNING.forEach((chain, experiment) -> tests.add(dynamicTest(chain, () -> {
            Experiment ended = result(experiment);
            OUTCOMES.add(ended.outcome());

            assertThat(ended.outcome().failures()).isEmpty();
        })));
        return tests;
    }

    @TestFactory
    List<DynamicTest> what_secure_boot_let_start_was_said_to_be_accepted() {
        List<DynamicTest> tests = new ArrayList<>();
        RUNNING.forEach((chain, experiment) -> tests.add(dynamicTest(chain, () -> {
            Experiment ended = result(experiment);
            Preflight said = SecureBootCheck.of(ended.reference(), ended.booted());

            boolean on = ended.booted().machine().firmware().secureBoot();
            assertThat(said.secureBoot()).isEqualTo(on);
            assertThat(said.verdicts().isEmpty()).isEqualTo(!on);
            assertThat(said.verdicts()).allMatch(Verdict.Accepted.class::isInstance);
        })));
        return tests;
    }

    @TestFactory
    List<DynamicTest> an_image_that_nobody_vouches_for_is_said_to_be_refused_and_does_not_start() {
        return refusal.stream()
                .map(boot -> dynamicTest("unsigned unified kernel image, Secure Boot on", () -> {
                    Refusal ended = result(boot);
                    Experiment sameFirmware = result(RUNNING.get(SAME_FIRMWARE));
                    Preflight said = SecureBootCheck.of(sameFirmware.reference(), ended.staged());

                    assertThat(said.verdicts()).singleElement().isInstanceOf(Verdict.Refused.class);
                    assertThat(said.refusals().get(0)).contains("unsigned");
                    assertThat(ended.boot().console()).contains("Access Denied");
                    assertThat(ended.boot().report()).isEmpty();
                }))
                .toList();
    }

    /** A boot that firmware refuses. */
    private record Refusal(Staged staged, BootResult boot) {
        static Refusal run() {
            Staged staged = lab.stage(Chains.refused(lab.files()), lab.files().recorded(), "refused");
            return new Refusal(staged, lab.refuse(staged));
        }
    }

    private static <T> T result(Future<T> running) throws Exception {
        try {
            return running.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
