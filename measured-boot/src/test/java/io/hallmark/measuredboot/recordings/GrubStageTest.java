package io.hallmark.measuredboot.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.artifact.FileFacts;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.chain.BootStage;
import io.hallmark.measuredboot.chain.Grub;
import io.hallmark.measuredboot.chain.LinuxKernel;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Provenance;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.measuredboot.prediction.Gate;
import io.hallmark.measuredboot.prediction.HardwareProfile;
import io.hallmark.measuredboot.prediction.Prediction;
import io.hallmark.measuredboot.prediction.Predictor;
import io.hallmark.measuredboot.prediction.SelfTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GRUB as a stage of a chain: what is computed, what is copied, and what is doubted. */
class GrubStageTest {
    private static final Path FIXTURES = Path.of(System.getProperty("hallmark.fixtures"));
    private static final KnownFiles KNOWN = new KnownFiles(FIXTURES);
    private static final Map<String, Recording> ALL = Recording.below(FIXTURES.resolve("boots"));
    private static final List<Bank> BANKS = List.of(Bank.SHA1, Bank.SHA256, Bank.SHA384, Bank.SHA512);

    private static Prediction predict(
            String recording, String reference, UnaryOperator<BootStage> change, Optional<String> configuration) {
        RecordedChain recorded = new RecordedChain(ALL.get(recording), KNOWN, Optional.empty());
        BootChain chain = recorded.chain();
        List<BootStage> stages = chain.stages().stream().map(change).toList();
        List<Artifact> artifacts = new ArrayList<>(recorded.artifacts().all());
        configuration.ifPresent(
                text -> artifacts.replaceAll(a -> a.name().equals("file /EFI/debian/grub.cfg") ? of(a, text) : a));
        HardwareProfile profile = new HardwareProfile(
                reference, List.of(ALL.get(reference).log()), ALL.get(reference).firmware("MokListRT"));
        return new Predictor(profile)
                .predict(new BootChain(chain.name(), chain.gpt(), stages), ArtifactSet.of(artifacts, Map.of()));
    }

    private static Artifact of(Artifact artifact, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Artifact(
                artifact.name(),
                artifact.origin(),
                new FileFacts(
                        bytes.length,
                        Digests.hash(BANKS, bytes),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new Content(bytes)),
                        Map.of(),
                        List.of()));
    }

    /** The chain's kernel with another command line than it is recorded with. */
    private static UnaryOperator<BootStage> commandLine(UnaryOperator<Optional<String>> change) {
        return stage -> stage instanceof LinuxKernel linux
                ? new LinuxKernel(linux.kernel(), linux.initrd(), change.apply(linux.cmdline()))
                : stage;
    }

    private static List<PredictedEvent> events(Prediction prediction, int pcr) {
        return prediction.events().stream().filter(event -> event.pcr() == pcr).toList();
    }

    private static List<String> doubts(Prediction prediction) {
        return events(prediction, 8).stream()
                .map(PredictedEvent::provenance)
                .filter(Provenance.Assumed.class::isInstance)
                .map(assumed -> ((Provenance.Assumed) assumed).reason())
                .distinct()
                .toList();
    }

    @Test
    void aReferenceLogWithoutGrubIsEnoughWhenTheStageNamesPrefixAndFilesystems() {
        Prediction prediction = predict(
                "disk-debian",
                "uki",
                stage -> stage instanceof Grub grub
                        ? new Grub(
                                grub.image(),
                                grub.files(),
                                Optional.of("(hd0,gpt1)/EFI/debian"),
                                Optional.of("hd0,gpt1 kind=fat; hd0,gpt2 uuid=3f1e2d4c-5b6a-4788-9a0b-c1d2e3f40516"),
                                Optional.empty())
                        : stage,
                Optional.empty());
        SelfTest comparison = new Gate(ALL.get("disk-debian").log()).test(prediction);
        assertThat(comparison.proven()).contains(8, 9);
        assertThat(doubts(prediction)).isEmpty();
    }

    /** A recorded log without what the tpm module measures. */
    private static EventLog withoutTpmModule(EventLog log) {
        return new EventLog(
                log.format(),
                log.banks(),
                log.events().stream()
                        .filter(event -> !event.type().equals(EventType.EV_IPL) || event.pcr() != 8 && event.pcr() != 9)
                        .toList(),
                List.of());
    }

    @Test
    void whatGrubWithoutItsTpmModuleDoesIsSaidToBeCoveredByNoPcr() {
        for (String name : List.of("disk-grub", "disk-grub-sb", "t13-disk-grub")) {
            Recording recording = ALL.get(name);
            RecordedChain recorded = new RecordedChain(recording, KNOWN, Optional.empty());
            EventLog log = withoutTpmModule(recording.log());
            Prediction prediction = new Predictor(
                            new HardwareProfile(name, List.of(log), recording.firmware("MokListRT")))
                    .predict(recorded.chain(), recorded.artifacts());

            assertThat(prediction.notCovered())
                    .as(name)
                    .singleElement()
                    .asString()
                    .contains("made without its tpm module", "kernel's command line", "--modules=tpm");
            if (name.equals("t13-disk-grub")) {
                assertThat(prediction.notCovered()).singleElement().asString().contains("show in PCR 9 only as far as");
            }
            assertThat(events(prediction, 8)).isEmpty();
            assertThat(new Gate(log).test(prediction).divergences()).as(name).isEmpty();
        }
        assertThat(predict("disk-grub", "disk-grub", UnaryOperator.identity(), Optional.empty())
                        .notCovered())
                .isEmpty();
    }

    @Test
    void whatDependsOnTheMachineMakesTheRestAssumedWithItsReason() {
        Prediction prediction = predict(
                "disk-grub",
                "disk-grub",
                UnaryOperator.identity(),
                Optional.of("set timeout=0\n"
                        + "smbios --set serial -t 1 -s 7\n"
                        + "menuentry x {\n"
                        + " linux /vmlinuz\n"
                        + " initrd /initrd.img\n"
                        + "}\n"));
        assertThat(doubts(prediction)).containsExactly("what 'smbios' gives on the machine");
        List<PredictedEvent> texts = events(prediction, 8);
        assertThat(texts.get(4).provenance()).isInstanceOf(Provenance.Computed.class);
        assertThat(texts.get(texts.size() - 1).provenance()).isInstanceOf(Provenance.Assumed.class);
    }

    @Test
    void aChainThatNamesAnotherCommandLineThanTheConfigurationIsDoubted() {
        Prediction prediction = predict(
                "disk-grub", "disk-grub", commandLine(given -> Optional.of("/vmlinuz other")), Optional.empty());
        assertThat(doubts(prediction)).singleElement().asString().contains("'/vmlinuz other'");
    }

    @Test
    void aConfigurationThatBootsNothingIsDoubted() {
        assertThat(doubts(predict("disk-grub", "disk-grub", UnaryOperator.identity(), Optional.of("echo nothing\n"))))
                .singleElement()
                .asString()
                .contains("boots nothing");
    }

    @Test
    void loadOptionsOfAKernelWithAStubFollowFromTheConfiguration() {
        Prediction prediction = predict(
                "t13-disk-grub-cmdline", "t13-disk-grub", commandLine(given -> Optional.empty()), Optional.empty());
        SelfTest comparison = new Gate(ALL.get("t13-disk-grub-cmdline").log()).test(prediction);
        assertThat(comparison.proven()).contains(8, 9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "BOOT_IMAGE="})
    void aCommandLineMayBeDescribedWithAndWithoutWhatGrubPutsBeforeIt(String before) {
        Prediction prediction = predict(
                "t13-disk-grub",
                "t13-disk-grub",
                commandLine(given -> given.map(text -> before + text.replaceFirst("^BOOT_IMAGE=", ""))),
                Optional.empty());
        assertThat(new Gate(ALL.get("t13-disk-grub").log()).test(prediction).proven())
                .contains(8, 9);
    }

    @Test
    void anArchiveThatGrubMakesOfFilesIsNotGuessed() {
        Prediction prediction = predict(
                "t13-disk-grub",
                "t13-disk-grub",
                commandLine(given -> Optional.empty()),
                Optional.of("set timeout=0\nmenuentry x {\n linux /vmlinuz quiet\n"
                        + " initrd newc:site:/initrd.img\n}\n"));
        assertThat(doubts(prediction)).isEmpty();
        assertThat(events(prediction, 9))
                .filteredOn(event -> event.provenance() instanceof Provenance.Assumed)
                .singleElement()
                .satisfies(event -> assertThat(event.description()).startsWith("initrd"));
    }

    @Test
    void aKernelFileOfAnotherReleaseThanTheChainsKernelIsDoubted() {
        String configuration =
                "set timeout=0\nmenuentry x {\n linux /vmlinuz-6.1.0-1-amd64 quiet\n initrd /initrd.img\n}\n";
        Prediction prediction =
                predict("disk-grub", "disk-grub", commandLine(given -> Optional.empty()), Optional.of(configuration));
        assertThat(doubts(prediction))
                .singleElement()
                .asString()
                .startsWith("GRUB's configuration boots /vmlinuz-6.1.0-1-amd64, the chain's kernel")
                .contains("is of release 6.1.0-");
    }

    @Test
    void aConfigurationThatStartsAnotherImageThanTheChainIsDoubted() {
        Prediction prediction = predict(
                "disk-grub-chain-uki",
                "disk-grub-chain-uki",
                UnaryOperator.identity(),
                Optional.of("set timeout=0\nmenuentry x {\n chainloader /EFI/debian/grub.cfg\n}\n"));
        assertThat(doubts(prediction))
                .singleElement()
                .asString()
                .startsWith("GRUB's configuration starts /EFI/debian/grub.cfg, the chain goes on with ");
    }

    @Test
    void bracesInTheTextOfAnEntryAreNoValueOfTheNode() {
        Prediction prediction = predict(
                "disk-grub",
                "disk-grub",
                UnaryOperator.identity(),
                Optional.of("menuentry other {\n echo ${recordfail}\n}\nexit\n"));
        assertThat(events(prediction, 8))
                .filteredOn(event -> event.description().contains("${recordfail}"))
                .isNotEmpty()
                .allMatch(event -> event.variation().isEmpty());
    }

    @Test
    void savedVariablesMakeTheReferenceLogsCommandsDoubtfulWhereTheConfigurationIsNotAtHand() {
        Recording recording = ALL.get("disk-grub");
        RecordedChain recorded = new RecordedChain(recording, KNOWN, Optional.empty());
        List<LogEvent> events = new ArrayList<>(recording.log().events());
        int at = (int) events.stream().takeWhile(event -> event.pcr() != 8).count();
        LogEvent first = events.get(at);
        byte[] data = "grub_cmd: save_env recordfail\0".getBytes(StandardCharsets.UTF_8);
        events.add(
                at + 1,
                new LogEvent(
                        events.size() + 1,
                        first.offset(),
                        8,
                        first.type(),
                        Digests.hash(BANKS, Arrays.copyOfRange(data, 10, data.length - 1)),
                        new Content(data)));
        EventLog log = new EventLog(recording.log().format(), recording.log().banks(), events, List.of());
        List<BootStage> stages = recorded.chain().stages().stream()
                .map(stage -> stage instanceof Grub grub ? new Grub(grub.image(), Map.of()) : stage)
                .toList();
        Prediction prediction = new Predictor(
                        new HardwareProfile("saves", List.of(log), recording.firmware("MokListRT")))
                .predict(new BootChain("saves", Optional.empty(), stages), recorded.artifacts());
        assertThat(doubts(prediction))
                .singleElement()
                .asString()
                .contains("GRUB saved variables then ('grub_cmd: save_env recordfail')");
    }
}
