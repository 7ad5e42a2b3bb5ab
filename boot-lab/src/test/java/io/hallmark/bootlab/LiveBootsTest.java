package io.hallmark.bootlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.hallmark.baselines.secureboot.Preflight;
import io.hallmark.baselines.secureboot.Verdict;
import io.hallmark.baselines.secureboot.Verdict.Verifier;
import io.hallmark.bootlab.chain.ChainSpec;
import io.hallmark.bootlab.chain.Chains;
import io.hallmark.bootlab.chain.Refused;
import io.hallmark.bootlab.chain.Staged;
import io.hallmark.bootlab.guest.BootFiles;
import io.hallmark.bootlab.host.BootLabException;
import io.hallmark.bootlab.host.HostPackages;
import io.hallmark.bootlab.host.Programs;
import io.hallmark.bootlab.machine.BootResult;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.eventlog.Replay;
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
import java.util.concurrent.atomic.AtomicInteger;
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
    private static final Map<String, Future<Experiment>> RUNNING = new LinkedHashMap<>();
    private static final Map<Refused, Future<Refusal>> REFUSED = new LinkedHashMap<>();
    private static final List<Outcome> OUTCOMES = new ArrayList<>();
    private static final List<SeenRefusal> REFUSALS_SEEN = new ArrayList<>();

    private static final AtomicInteger REFUSALS = new AtomicInteger();

    private static Lab lab;
    private static ExecutorService machines;

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
        for (Refused refused : Chains.refused(lab.files())) {
            if (RUNNING.containsKey(refused.reference())) {
                REFUSED.put(refused, machines.submit(() -> Refusal.run(refused)));
            }
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
            boolean whole = OUTCOMES.size() == RUNNING.size() && REFUSALS_SEEN.size() == REFUSED.size();
            if (table.isPresent() && !RUNNING.isEmpty() && whole) {
                BootFiles files = lab.files();
                List<String> kernels = List.of(
                        files.recorded().kernel().release(),
                        files.next().kernel().release());
                Files.writeString(
                        table.get(),
                        FidelityTable.of(OUTCOMES, REFUSALS_SEEN, lab.versions(), HostPackages.versions(), kernels));
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
            Preflight said = ended.preflight(ended.booted());

            boolean on = ended.booted().machine().firmware().secureBoot();
            assertThat(said.secureBoot()).isEqualTo(on);
            assertThat(said.verdicts().isEmpty()).isEqualTo(!on);
            boolean validates = ended.booted().machine().keys().stream()
                    .noneMatch(key -> key.name().equals("MokSBState"));
            assertThat(said.verdicts())
                    .allMatch(verdict -> validates || verdict.verifier() == Verifier.FIRMWARE
                            ? verdict instanceof Verdict.Accepted
                            : verdict instanceof Verdict.NotChecked);
        })));
        return tests;
    }

    @TestFactory
    List<DynamicTest> who_else_vouches_for_an_image_changes_pcr_7() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String chain : List.of("uki-other-key", "shim-grub-mok")) {
            Optional.ofNullable(RUNNING.get(chain))
                    .ifPresent(running -> tests.add(dynamicTest(chain, () -> {
                        Experiment ended = result(running);
                        Optional<Digest> before =
                                Replay.of(Profiles.log(ended.reference())).value(Bank.SHA256, 7);

                        assertThat(ended.outcome()
                                        .prediction()
                                        .pcr(7)
                                        .orElseThrow()
                                        .values()
                                        .in(Bank.SHA256))
                                .isNotEqualTo(before);
                    })));
        }
        return tests;
    }

    @TestFactory
    List<DynamicTest> what_secure_boot_did_not_let_start_was_said_to_be_refused() {
        List<DynamicTest> tests = new ArrayList<>();
        REFUSED.forEach((refused, boot) -> tests.add(dynamicTest(refused.title(), () -> {
            Refusal ended = result(boot);
            Preflight said = result(RUNNING.get(refused.reference())).preflight(ended.staged());

            assertThat(said.refusals()).singleElement().asString().contains(refused.reason());
            assertThat(ended.boot().report()).isEmpty();
            REFUSALS_SEEN.add(SeenRefusal.of(
                    refused.title(),
                    foretold(said),
                    ended.boot(),
                    ended.staged().machine().refusal().orElseThrow()));
        })));
        return tests;
    }

    /** Who would refuse the image and why; the words without the path that the image has in this run. */
    private static String foretold(Preflight said) {
        Verdict.Refused verdict = said.verdicts().stream()
                .filter(Verdict.Refused.class::isInstance)
                .map(Verdict.Refused.class::cast)
                .findFirst()
                .orElseThrow();
        return "refused by " + verdict.verifier().words() + ": " + verdict.reason();
    }

    /** A boot that must not get as far as to its kernel. */
    private record Refusal(Staged staged, BootResult boot) {
        static Refusal run(Refused refused) {
            Staged staged = lab.stage(refused.chain(), lab.files().recorded(), "refused-" + REFUSALS.incrementAndGet());
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
