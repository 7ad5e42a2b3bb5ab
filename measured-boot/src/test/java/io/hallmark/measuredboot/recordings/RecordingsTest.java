package io.hallmark.measuredboot.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.prediction.HardwareProfile;
import io.hallmark.measuredboot.prediction.Prediction;
import io.hallmark.measuredboot.prediction.Predictor;
import io.hallmark.measuredboot.prediction.SelfTest;
import java.nio.file.Path;
import java.util.*;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordingsTest {
    private static final Path FIXTURES = Path.of(System.getProperty("hallmark.fixtures"));
    private static final KnownFiles KNOWN = new KnownFiles(FIXTURES);
    private static final Map<String, Recording> ALL = Recording.below(FIXTURES.resolve("boots"));

    static Stream<Recording> all() { return ALL.values().stream(); }

    @ParameterizedTest
    @MethodSource("all")
    void selfTest(Recording r) {
        RecordedChain chain = new RecordedChain(r, KNOWN);
        BootChain c = chain.chain();
        HardwareProfile profile = new HardwareProfile(r.name(), List.of(r.log()), r.firmware("MokListRT", "BootOrder", "Boot[0-9A-F]{4}"));
        SelfTest t = SelfTest.run(profile, c, chain.artifacts());
        System.out.println("SELF " + r.name() + " proven=" + t.proven());
        t.divergences().forEach(d -> System.out.println("   D pcr" + d.pcr() + " ev" + d.event() + " EXP " + d.expected().replaceAll("sha1:.*sha256:(............).*","$1") + " FOUND " + d.found().replaceAll("sha1:.*sha256:(............).*","$1") + " CAUSE " + d.cause()));
    }

    @ParameterizedTest
    @MethodSource("all")
    void variant(Recording r) {
        if (r.base().isEmpty()) return;
        RecordedChain chain = new RecordedChain(r, KNOWN);
        BootChain c = chain.chain();
        HardwareProfile profile = new HardwareProfile(r.name(), List.of(ALL.get(r.base().get()).log()), r.firmware("MokListRT", "BootOrder", "Boot[0-9A-F]{4}"));
        Prediction p = new Predictor(profile).predict(c, chain.artifacts());
        SelfTest t = SelfTest.compare(p, r.log());
        System.out.println("VAR " + r.name() + " from " + r.base().get() + " equal=" + t.proven());
        t.divergences().forEach(d -> System.out.println("   D pcr" + d.pcr() + " ev" + d.event() + " EXP " + d.expected().replaceAll("sha1:.*sha256:(............).*","$1") + " FOUND " + d.found().replaceAll("sha1:.*sha256:(............).*","$1") + " CAUSE " + d.cause()));
    }
}
