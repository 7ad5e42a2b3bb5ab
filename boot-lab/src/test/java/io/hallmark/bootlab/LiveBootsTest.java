package io.hallmark.bootlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.hallmark.bootlab.chain.ChainSpec;
import io.hallmark.bootlab.chain.Chains;
import io.hallmark.bootlab.chain.Staged;
import io.hallmark.bootlab.guest.BootFiles;
import io.hallmark.bootlab.guest.Payload;
import io.hallmark.bootlab.machine.BootResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
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
    private static final List<Outcome> OUTCOMES = new ArrayList<>();

    private static Lab lab;
    private static ExecutorService machines;

    @BeforeAll
    static void open() {
        lab = new Lab();
        machines = Executors.newFixedThreadPool(Integer.getInteger("hallmark.boots.parallel", 2));
    }

    @AfterAll
    static void close() throws IOException {
        machines.shutdownNow();
        try {
            Optional<Path> table = Optional.ofNullable(System.getProperty("hallmark.boots.fidelity"))
                    .map(Path::of);
            if (table.isPresent()) {
                BootFiles files = lab.files();
                List<String> kernels = List.of(
                        files.recorded().kernel().release(),
                        files.next().kernel().release());
                Files.writeString(table.get(), FidelityTable.of(OUTCOMES, lab.versions(), kernels));
            }
        } finally {
            lab.close();
        }
    }

    @TestFactory
    List<DynamicTest> a_boot_is_as_it_was_predicted() {
        List<ChainSpec> chosen = new Selection(System.getProperty(Selection.PROPERTY)).of(Chains.all(lab.files()));
        Map<ChainSpec, Future<Outcome>> running = new LinkedHashMap<>();
        chosen.forEach(spec -> running.put(spec, machines.submit(() -> Experiment.run(lab, spec))));
        List<DynamicTest> tests = new ArrayList<>();
        running.forEach((spec, outcome) -> tests.add(dynamicTest(spec.name(), () -> {
            Outcome ended = result(outcome);
            OUTCOMES.add(ended);

            assertThat(ended.failures()).isEmpty();
        })));
        return tests;
    }

    @TestFactory
    List<DynamicTest> an_image_that_nobody_vouches_for_does_not_start() {
        Callable<BootResult> boot = () -> {
            Payload payload = lab.files().recorded();
            Staged staged = lab.stage(Chains.refused(lab.files()), payload, "refused");
            return lab.refuse(staged);
        };
        Future<BootResult> running = machines.submit(boot);
        return List.of(dynamicTest("unsigned unified kernel image, Secure Boot on", () -> {
            BootResult ended = result(running);

            assertThat(ended.console()).contains("Access Denied");
            assertThat(ended.report()).isEmpty();
        }));
    }

    private static <T> T result(Future<T> running) throws Exception {
        try {
            return running.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
