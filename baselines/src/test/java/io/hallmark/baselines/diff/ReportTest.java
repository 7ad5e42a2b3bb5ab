package io.hallmark.baselines.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Provenance;
import io.hallmark.measuredboot.chain.Variation;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.prediction.Prediction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final AcceptedSet OLD = Sets.set("ipxe 1", "6.1.0-55", "initrd 1", "vmlinuz quiet");

    @Test
    void a_new_kernel_is_told_from_its_version_to_the_pcrs() {
        ProposalReport report = report(OLD, Sets.set("ipxe 1", "6.1.0-56", "initrd 1", "vmlinuz quiet"));

        assertThat(TextReport.render(report))
                .startsWith("Baselines of compute: kernel 6.1.0-56 (PCR 4)\n")
                .contains("changed kernel (boot/kernel)")
                .contains("linux 6.1.0-55 → linux 6.1.0-56")
                .contains("PCR 4: changed kernel (boot/kernel) (2 times), because of kernel")
                .contains("because of kernel")
                .contains("PCRs that stay as they are: 0, 1, 2, 3, 5, 6, 7, 9");
        assertThat(report.changedPcrs()).containsExactly(4);
    }

    @Test
    void a_new_command_line_is_told_by_its_words() {
        ProposalReport report = report(OLD, Sets.set("ipxe 1", "6.1.0-55", "initrd 1", "vmlinuz debug"));

        assertThat(TextReport.render(report))
                .contains("changed linux cmdline: -quiet +debug")
                .contains("PCR 9: changed load options: vmlinuz debug, because of the boot configuration");
    }

    @Test
    void what_did_not_change_is_said() {
        BaselineDiff diff = BaselineDiff.between(
                Optional.of(Sets.baseline("q35", OLD)),
                Sets.baseline("q35", Sets.set("ipxe 1", "6.1.0-55", "initrd 2", "vmlinuz quiet")),
                List.of());

        assertThat(diff.changedPcrs()).extracting(PcrChange::pcr).containsExactly(9);
        assertThat(diff.pcrs()).filteredOn(pcr -> !pcr.changed()).hasSize(8);
        assertThat(diff.artifacts()).extracting(ArtifactChange::name).containsExactly("initrd");
    }

    @Test
    void a_pcr_that_is_not_enforced_any_more_is_called_out_first() {
        ProposalReport report = report(OLD, Sets.set("ipxe 1", "6.1.0-55", "initrd 1", "vmlinuz BOOTIF=${mac}"));

        assertThat(report.shrinking())
                .singleElement()
                .asString()
                .startsWith("PCR 9 of chain pxe is not enforced any more: varies");
        assertThat(TextReport.render(report)).contains("Look at this first\n  PCR 9 of chain pxe");
        assertThat(MarkdownReport.render(report))
                .contains("> **Look at this first: nodes are held to less than before.**");
    }

    @Test
    void an_event_that_anything_passes_for_now_is_called_out_in_a_pcr_that_varied_already() {
        AcceptedSet before = varying(OLD, "initrd");
        AcceptedSet after = varying(OLD, "initrd", "load options");

        assertThat(shrinking(Sets.baseline("q35", before), Sets.baseline("q35", after)))
                .singleElement()
                .asString()
                .startsWith("PCR 9 of chain pxe: anything passes for 'load options: vmlinuz quiet'")
                .endsWith("it differs");
        assertThat(shrinking(Sets.baseline("q35", after), Sets.baseline("q35", before)))
                .isEmpty();
    }

    @Test
    void a_template_with_more_that_varies_or_none_at_all_is_called_out() {
        AcceptedSet mac = template("vmlinuz BOOTIF=${mac}");
        AcceptedSet both = template("vmlinuz BOOTIF=${mac} ip=${ip}");
        AcceptedSet none = varying(OLD, "load options");

        assertThat(shrinking(Sets.baseline("q35", mac), Sets.baseline("q35", both)))
                .singleElement()
                .asString()
                .startsWith("PCR 9 of chain pxe: all that fits its template passes for 'load options");
        assertThat(shrinking(Sets.baseline("q35", both), Sets.baseline("q35", none)))
                .singleElement()
                .asString()
                .startsWith("PCR 9 of chain pxe: anything passes for 'load options");
        assertThat(shrinking(Sets.baseline("q35", none), Sets.baseline("q35", both)))
                .isEmpty();
    }

    @Test
    void a_pcr_that_events_were_judged_of_and_is_not_judged_at_all_any_more_is_called_out() {
        AcceptedSet before = varying(OLD, "initrd");
        AcceptedSet after = with(before, before.prediction().notEnforceable(9, "self-test: not proven"));

        assertThat(shrinking(Sets.baseline("q35", before), Sets.baseline("q35", after)))
                .containsExactly("PCR 9 of chain pxe is not enforced any more: self-test: not proven");
    }

    @Test
    void a_set_beside_the_newest_that_is_weaker_than_all_that_was_accepted_is_called_out() {
        AcceptedSet next = Sets.set("ipxe 1", "6.1.0-56", "initrd 1", "vmlinuz quiet");
        AcceptedSet mix = new AcceptedSet(
                next.source(),
                "new kernel, previous ipxe",
                next.chain(),
                next.artifacts(),
                next.compositions(),
                next.prediction().notEnforceable(4, "self-test: not proven"));
        BaselineDocument before = Sets.baseline("q35", OLD);

        assertThat(shrinking(before, Sets.baseline("q35", next, mix, OLD)))
                .containsExactly("PCR 4 of chain pxe is not enforced for the set 'new kernel, previous ipxe':"
                        + " self-test: not proven");
        assertThat(shrinking(
                        before,
                        Sets.baseline(
                                "q35", next, with(OLD, varying(OLD, "initrd").prediction()))))
                .singleElement()
                .asString()
                .startsWith("PCR 9 of chain pxe is not enforced for accepted set 2: varies");
        assertThat(shrinking(before, Sets.baseline("q35", next, OLD))).isEmpty();
        assertThat(shrinking(Sets.baseline("q35", OLD, mix), Sets.baseline("q35", next, mix, OLD)))
                .as("it was accepted before")
                .isEmpty();
    }

    private static List<String> shrinking(BaselineDocument before, BaselineDocument after) {
        return BaselineWeakening.of(before, after);
    }

    private static AcceptedSet with(AcceptedSet set, Prediction prediction) {
        return new AcceptedSet(set.source(), set.mix(), set.chain(), set.artifacts(), set.compositions(), prediction);
    }

    /** The set with anything accepted for the events of PCR 9 whose description begins with one of these. */
    private static AcceptedSet varying(AcceptedSet set, String... descriptions) {
        return open(set, new Variation("it differs", Optional.empty()), descriptions);
    }

    private static AcceptedSet template(String template) {
        return open(OLD, new Variation("it differs", Optional.of(template)), "load options");
    }

    private static AcceptedSet open(AcceptedSet set, Variation variation, String... descriptions) {
        List<PredictedEvent> events = new ArrayList<>();
        for (PredictedEvent event : set.prediction().events()) {
            boolean opened =
                    event.pcr() == 9 && List.of(descriptions).stream().anyMatch(event.description()::startsWith);
            events.add(
                    opened
                            ? new PredictedEvent(
                                    event.pcr(),
                                    event.type(),
                                    Digests.none(),
                                    event.data(),
                                    event.description(),
                                    event.provenance(),
                                    Optional.of(variation))
                            : event);
        }
        assertThat(events).isNotEqualTo(set.prediction().events());
        return with(set, set.prediction().with(events));
    }

    @Test
    void settings_that_stop_enforcing_a_pcr_are_called_out() {
        BaselineDocument before = Sets.baseline("q35", OLD);
        BaselineDocument after = new BaselineDocument(
                before.image(), before.chain(), "q35", before.banks(), List.of(0, 4, 9), before.accepted());
        ProposalReport report = ProposalReport.of(
                "compute", OLD.source(), List.of(ProposalReport.Change.of(Optional.of(before), after)), List.of());

        assertThat(report.shrinking()).singleElement().asString().startsWith("PCR 7 of chain pxe is not enforced any");
    }

    @Test
    void a_pcr_that_was_never_asked_for_does_not_shrink() {
        BaselineDiff diff =
                BaselineDiff.between(Optional.of(Sets.baseline("q35", OLD)), Sets.baseline("q35", OLD), List.of());

        assertThat(diff.pcrs()).noneMatch(PcrChange::shrinks).noneMatch(PcrChange::changed);
        assertThat(diff.pcrs())
                .filteredOn(pcr -> pcr.pcr() == 2)
                .singleElement()
                .extracting(PcrChange::notEnforced)
                .asString()
                .contains("settings");
    }

    @Test
    void an_event_that_new_firmware_measures_otherwise_is_one_change_not_two() {
        PredictedEvent one = copied("blob", "old");
        PredictedEvent other = copied("other", "same");

        assertThat(EventDiff.between(List.of(one, other), List.of(copied("blob", "new"), other)))
                .containsExactly(new EventChange(
                        0, Optional.of("blob"), Optional.of("blob"), "the hardware profile's reference log"));
        assertThat(EventDiff.between(List.of(other), List.of(one, other)))
                .extracting(EventChange::kind)
                .containsExactly("added");
    }

    private static PredictedEvent copied(String description, String content) {
        return new PredictedEvent(
                0,
                EventType.EV_EFI_PLATFORM_FIRMWARE_BLOB,
                Digests.hash(List.of(Bank.SHA256), content.getBytes(StandardCharsets.UTF_8)),
                new Content(new byte[0]),
                description,
                new Provenance.Copied(1),
                Optional.empty());
    }

    @Test
    void profiles_that_change_alike_are_told_once() {
        AcceptedSet next = Sets.set("ipxe 1", "6.1.0-56", "initrd 1", "vmlinuz quiet");
        ProposalReport report = ProposalReport.of(
                "compute",
                next.source(),
                List.of(change("q35", OLD, next), change("r650", OLD, next), change("r750", OLD, next)),
                List.of("baselines/compute/disk/q35.yaml"));

        assertThat(report.groups())
                .singleElement()
                .extracting(ProposalReport.Group::hardware)
                .isEqualTo(List.of("q35", "r650", "r750"));
        assertThat(MarkdownReport.render(report))
                .contains("| kernel 6.1.0-56 | 4 | pxe | q35, r650, r750 |")
                .contains("- `baselines/compute/disk/q35.yaml`");
    }

    @Test
    void foreign_text_can_not_become_markup_or_a_mention() {
        assertThat(MarkdownText.escape("<script>@all #12 [x](y) `a` |b|\nc !7 GH-12 https://x www.x ~bug %1 &2"))
                .doesNotContain("<", "@all", "#12", "\n", "!7", "GH-12", "https://", "www.x", "~bug", "%1", "&2")
                .contains("&lt;script&gt;", "@&#8203;all", "\\[x\\]", "\\`a\\`", "\\|b\\|");
        assertThat(MarkdownText.code("a`b|c\nd")).isEqualTo("`a'b/c d`");
        assertThat(TextReport.oneLine("a\u202eb\u2028c")).isEqualTo("a b c");
        assertThat(TextReport.oneLine("a\u001b[31m\nb")).isEqualTo("a [31m b");
    }

    @Test
    void forty_profiles_fit_into_a_pull_request_however_different_their_firmware_is() {
        AcceptedSet next = Sets.set("ipxe 1", "6.1.0-56", "initrd 1", "vmlinuz quiet");
        List<String> hardware =
                IntStream.range(0, 400).mapToObj(i -> "hardware-" + i).toList();
        Map<String, List<PcrChange>> values = new LinkedHashMap<>();
        BaselineDiff diff = change("q35", OLD, next).diff();
        for (int i = 0; i < hardware.size(); i++) {
            List<PcrChange> pcrs = new ArrayList<>(diff.pcrs());
            Digests own = Digests.hash(List.of(Bank.SHA256), new byte[] {(byte) i, (byte) (i >> 8)});
            pcrs.set(
                    0,
                    new PcrChange(
                            0, Optional.of(own), Optional.of(own), List.of(), true, true, false, Optional.empty()));
            values.put(hardware.get(i), pcrs);
        }
        ProposalReport report = new ProposalReport(
                "compute",
                next.source(),
                List.of(new ProposalReport.Group("pxe", hardware, diff, values)),
                List.of(),
                List.of());

        assertThat(MarkdownReport.render(report))
                .hasSizeLessThan(60_001)
                .contains("| kernel 6.1.0-56 | 4 | pxe | hardware-0, ", " and 395 more |", "This report was cut");
        assertThat(TextReport.render(report).lines()).hasSizeLessThan(40).allMatch(line -> line.length() <= 100);
    }

    @Test
    void an_image_that_secure_boot_refuses_comes_first_and_one_that_was_not_checked_is_warned_of_too() {
        ProposalReport report = report(OLD, Sets.set("ipxe 1", "6.1.0-55", "initrd 1", "vmlinuz quiet"))
                .withSecureBoot(List.of(new SecureBootReport(
                        "pxe",
                        List.of("q35", "r650"),
                        List.of(
                                "shim is vouched for by CN=A (db), verified by the firmware",
                                "grub would be refused",
                                "kernel was not checked"),
                        List.of("grub would be refused"),
                        List.of("kernel was not checked"))));

        assertThat(report.warnings().get(0))
                .isEqualTo(new Warning(Warning.Kind.REFUSED, "chain pxe on q35, r650: grub would be refused"));
        assertThat(report.warnings())
                .contains(new Warning(Warning.Kind.NOT_CHECKED, "chain pxe on q35, r650: kernel was not checked"));
        assertThat(TextReport.render(report))
                .contains("Secure Boot, chain pxe on q35, r650\n  shim is vouched for by CN=A (db)");
        assertThat(MarkdownReport.render(report))
                .contains("> - **chain pxe on q35, r650: grub would be refused**", "### Secure Boot, chain pxe on");
        assertThat(JsonReport.render(report))
                .contains("\"refused\": [\n        \"grub would be refused\"")
                .contains("\"notChecked\": [\n        \"kernel was not checked\"");
    }

    @Test
    void colours_are_for_terminals_only() {
        ProposalReport report = report(OLD, Sets.set("ipxe 1", "6.1.0-55", "initrd 1", "vmlinuz BOOTIF=${mac}"));

        assertThat(TextReport.render(report)).doesNotContain("\u001b");
        assertThat(TextReport.render(report, true)).contains("\u001b[1;31mPCR 9");
        assertThat(TextReport.render(report, true).replaceAll("\u001b\\[[0-9;]*m", ""))
                .isEqualTo(TextReport.render(report));
    }

    @Test
    void the_subject_of_the_commit_has_at_most_72_characters() {
        AcceptedSet next = Sets.set("ipxe 2", "6.1.0-56", "initrd 2", "vmlinuz debug");
        ProposalReport report = ProposalReport.of(
                "a-quite-long-name-of-an-image-of-a-cloud",
                next.source(),
                List.of(change("q35", OLD, next)),
                List.of());

        assertThat(report.title().length()).isLessThanOrEqualTo(72);
    }

    @Test
    void json_carries_every_bank_before_and_after() {
        String json = JsonReport.render(report(OLD, Sets.set("ipxe 1", "6.1.0-56", "initrd 1", "vmlinuz quiet")));

        assertThat(json)
                .contains("\"schema\": \"hallmark/report/v1\"")
                .containsPattern("\"causes\": \\[\\s+\"kernel\"\\s+]")
                .contains("\"enforced\": true");
    }

    @Test
    void mixes_that_are_not_accepted_are_told_with_the_reason() {
        AcceptedSet before = Sets.set("ipxe 1", "6.1.0-55", "initrd 1", "vmlinuz quiet");
        AcceptedSet after = Sets.set("ipxe 2", "6.1.0-56", "initrd 1", "vmlinuz quiet");
        String line = "new ipxe, previous kernel: PCR 4 could not be enforced, assumed: it is a test";
        ProposalReport report = ProposalReport.of(
                "compute",
                after.source(),
                List.of(ProposalReport.Change.of(
                        Optional.of(Sets.baseline("q35", before)), Sets.baseline("q35", after, before), List.of(line))),
                List.of());

        assertThat(TextReport.render(report).replaceAll("\\s+", " ")).contains("(a node that boots it fails): " + line);
        assertThat(MarkdownReport.render(report)).contains("a node that boots one fails:\n\n- " + line + "\n");
        assertThat(JsonReport.render(report)).contains("\"mixesLeftOut\": [").contains(line);
    }

    private static ProposalReport report(AcceptedSet before, AcceptedSet after) {
        return ProposalReport.of("compute", after.source(), List.of(change("q35", before, after)), List.of());
    }

    private static ProposalReport.Change change(String hardware, AcceptedSet before, AcceptedSet after) {
        BaselineDocument old = Sets.baseline(hardware, before);
        return ProposalReport.Change.of(Optional.of(old), Sets.baseline(hardware, after, before));
    }
}
