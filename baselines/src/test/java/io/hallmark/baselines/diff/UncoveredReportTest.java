package io.hallmark.baselines.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.secureboot.KeyedPredictor;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.artifact.FileFacts;
import io.hallmark.measuredboot.artifact.Product;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.prediction.HardwareProfile;
import io.hallmark.measuredboot.recordings.KnownFiles;
import io.hallmark.measuredboot.recordings.RecordedChain;
import io.hallmark.measuredboot.recordings.Recording;
import io.hallmark.testsupport.Fixtures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The section of a report that says what no PCR covers, on recorded boots. */
class UncoveredReportTest {
    private static final KnownFiles KNOWN = new KnownFiles(Fixtures.root());
    private static final Map<String, Recording> ALL = Recording.below(Fixtures.path("boots"));

    /** A boot of which something is measured nowhere, what the report says of it, and what it says to do. */
    private enum Gap {
        IPXE_SCRIPT("pxe-ipxe", "The iPXE script 'script'", "Embed it into iPXE's image"),
        IPXE_SCRIPT_THAT_IS_NOT_NAMED("pxe-ipxe-rom", "The chain names no iPXE script.", "Embed it into iPXE's image"),
        INITRD_OF_AN_OLD_IPXE(
                "pxe-ipxe",
                "is read by the kernel because of 'initrd=' and measured into no PCR",
                "or a unified kernel image."),
        INITRD_WITHOUT_A_LOADER(
                "efistub-entry",
                "is read by the kernel because of 'initrd=' and measured into no PCR",
                "or a unified kernel image."),
        OLD_KERNEL(
                "efistub-entry",
                "Kernel 5.10.0 ('kernel') measures neither its command line nor its initrd",
                "use a kernel of version 5.17 or later.") {
            @Override
            Artifact artifact(Artifact recorded) {
                return recorded.name().equals("kernel") ? ofVersion(recorded, "5.10.0") : recorded;
            }
        },
        GRUB_WITHOUT_TPM_MODULE(
                "disk-grub",
                "it was made without its tpm module: no PCR shows a change",
                "boot a unified kernel image.") {
            @Override
            EventLog log(EventLog recorded) {
                return withoutWhatGrubMeasures(recorded);
            }
        },
        BIOS_GRUB("bios-grub", "Legacy BIOS: GRUB measures neither its core image", "boot these nodes with UEFI.");

        private final String recording;
        private final String what;
        private final String remedy;

        Gap(String recording, String what, String remedy) {
            this.recording = recording;
            this.what = what;
            this.remedy = remedy;
        }

        Artifact artifact(Artifact recorded) {
            return recorded;
        }

        EventLog log(EventLog recorded) {
            return recorded;
        }

        ProposalReport report() {
            return UncoveredReportTest.report(baseline(recording, this::log, this::artifact));
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_no_pcr_covers_has_a_section_with_what_to_do_about_it(Gap gap) {
        ProposalReport report = gap.report();

        assertThat(flat(section(TextReport.render(report), "\nNot covered by any PCR\n  Chain disk on q35\n    ")))
                .contains(gap.what)
                .contains(gap.remedy);
        assertThat(plain(section(
                        MarkdownReport.render(report), "\n### Not covered by any PCR\n\n- chain disk on q35\n  - ")))
                .contains(gap.what)
                .contains(gap.remedy);
        assertThat(JsonReport.render(report)).contains("\"notCovered\": [\n").contains(gap.remedy);
        assertThat(report.warnings())
                .extracting(Warning::text)
                .anyMatch(
                        text -> text.matches("no PCR covers (one thing|[0-9]+ things) that chain disk relies on: .*"));
    }

    @Test
    void a_chain_of_which_everything_is_measured_is_said_to_have_no_gap() {
        ProposalReport report = report(baseline("disk-grub", UnaryOperator.identity(), UnaryOperator.identity()));

        assertThat(TextReport.render(report))
                .contains("\nNot covered by any PCR\n  Chain disk on q35\n"
                        + "    nothing: all that the chain's description names is measured\n");
        assertThat(MarkdownReport.render(report))
                .contains("\n### Not covered by any PCR\n\n- chain disk on q35\n"
                        + "  - nothing: all that the chain's description names is measured\n");
        assertThat(report.warnings()).extracting(Warning::kind).doesNotContain(Warning.Kind.NOT_COVERED);
    }

    @Test
    void what_an_old_kernel_does_not_measure_is_no_gap_where_grub_measures_it() {
        ProposalReport report = report(baseline(
                "t13-disk-grub",
                UnaryOperator.identity(),
                artifact -> artifact.name().equals("kernel") ? ofVersion(artifact, "5.10.0") : artifact));

        assertThat(report.uncovered()).extracting(Uncovered::lines).containsExactly(List.of());
    }

    @Test
    void gaps_are_told_once_for_all_hardware_that_has_them_and_stand_in_the_shortest_report() {
        BaselineDocument gaps = baseline("pxe-ipxe", UnaryOperator.identity(), UnaryOperator.identity());
        BaselineDocument none = baseline("disk-grub", UnaryOperator.identity(), UnaryOperator.identity());
        ProposalReport report = report(gaps, on("r650", gaps), on("r760", none));

        assertThat(report.uncovered())
                .extracting(Uncovered::hardware)
                .containsExactly(List.of("q35", "r650"), List.of("r760"));
        assertThat(MarkdownReport.render(report, 3000))
                .contains("This report was cut")
                .contains("### Not covered by any PCR\n\n- chain disk on q35, r650\n  - The iPXE script")
                .contains("- chain disk on r760\n  - nothing");
    }

    private static BaselineDocument baseline(
            String name, UnaryOperator<EventLog> log, UnaryOperator<Artifact> artifact) {
        Recording recording = ALL.get(name);
        RecordedChain recorded =
                new RecordedChain(recording, KNOWN, recording.base().map(ALL::get));
        BootChain chain = recorded.chain();
        List<Artifact> artifacts = recorded.files().stream().map(artifact).toList();
        HardwareProfile profile = new HardwareProfile(
                name,
                List.of(log.apply(recording.log())),
                recording.firmware("MokListRT", "BootOrder", "Boot[0-9A-F]{4}"));
        AcceptedSet set = new AcceptedSet(
                new AcceptedSet.Source("https://git.example.org/compute", "0123456789abcdef0123456789abcdef01234567"),
                "",
                chain,
                artifacts,
                new TreeMap<>(),
                KeyedPredictor.of(profile)
                        .predict(chain, ArtifactSet.of(artifacts, KNOWN.compositions()))
                        .only(List.of(Bank.SHA256)));
        return new BaselineDocument("compute", "disk", "q35", List.of(Bank.SHA256), List.of(4, 5, 9), List.of(set));
    }

    private static BaselineDocument on(String hardware, BaselineDocument other) {
        return new BaselineDocument(
                other.image(), other.chain(), hardware, other.banks(), other.enforce(), other.accepted());
    }

    private static ProposalReport report(BaselineDocument... baselines) {
        List<ProposalReport.Change> changes = new ArrayList<>();
        for (BaselineDocument baseline : baselines) {
            changes.add(ProposalReport.Change.of(Optional.empty(), baseline));
        }
        return ProposalReport.of("compute", baselines[0].accepted().get(0).source(), changes, List.of());
    }

    private static Artifact ofVersion(Artifact kernel, String version) {
        FileFacts facts = kernel.facts();
        return new Artifact(
                kernel.name(),
                kernel.origin(),
                new FileFacts(
                        facts.size(),
                        facts.digests(),
                        facts.pe(),
                        Optional.of(new Product(Product.LINUX, version)),
                        facts.content(),
                        facts.compositions(),
                        facts.notes()));
    }

    /** GRUB's tpm module extends PCR 8 and 9 by events of this type, and nothing else does. */
    private static EventLog withoutWhatGrubMeasures(EventLog log) {
        return new EventLog(
                log.format(),
                log.banks(),
                log.events().stream()
                        .filter(event -> !event.type().equals(EventType.EV_IPL) || event.pcr() != 8 && event.pcr() != 9)
                        .toList(),
                List.of());
    }

    /** What follows a heading, up to the next empty line. */
    private static String section(String report, String heading) {
        assertThat(report).containsOnlyOnce(heading);
        String rest = report.substring(report.indexOf(heading) + heading.length());
        int end = rest.indexOf("\n\n");
        return end < 0 ? rest : rest.substring(0, end);
    }

    private static String flat(String wrapped) {
        return wrapped.replaceAll("\\s+", " ");
    }

    /** Markdown as its reader sees it. */
    private static String plain(String markdown) {
        return markdown.replace("&#8203;", "").replaceAll("\\\\(.)", "$1");
    }
}
