package io.hallmark.baselines.diff;

import io.hallmark.baselines.diff.ArtifactChange.Kind;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.artifact.FileFacts;
import io.hallmark.measuredboot.artifact.PeFacts;
import io.hallmark.measuredboot.artifact.Product;
import io.hallmark.measuredboot.artifact.SectionFacts;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares the facts of artifacts: versions, SBAT, signers, sections. */
final class ArtifactDiff {
    private ArtifactDiff() {}

    static List<ArtifactChange> between(List<Artifact> before, List<Artifact> after) {
        Map<String, Artifact> old = byName(before);
        List<ArtifactChange> changes = new ArrayList<>();
        for (Artifact artifact : after) {
            Artifact previous = old.remove(artifact.name());
            if (previous == null) {
                changes.add(new ArtifactChange(
                        artifact.name(),
                        artifact.origin(),
                        Kind.ADDED,
                        version(artifact),
                        Optional.empty(),
                        List.of(summary(artifact.facts()))));
            } else if (!previous.facts().digests().equals(artifact.facts().digests())) {
                changes.add(new ArtifactChange(
                        artifact.name(),
                        artifact.origin(),
                        Kind.CHANGED,
                        version(artifact),
                        sha256(previous),
                        words(previous.facts(), artifact.facts())));
            } else if (!previous.origin().equals(artifact.origin())) {
                changes.add(new ArtifactChange(
                        artifact.name(),
                        artifact.origin(),
                        Kind.CHANGED,
                        version(artifact),
                        sha256(previous),
                        List.of("the same content, which came from " + previous.origin() + " before")));
            }
        }
        old.values()
                .forEach(artifact -> changes.add(new ArtifactChange(
                        artifact.name(),
                        artifact.origin(),
                        Kind.REMOVED,
                        Optional.empty(),
                        sha256(artifact),
                        List.of())));
        return changes;
    }

    /** That of the kernel inside for a unified kernel image: its stub's version is not what people know it by. */
    private static Optional<String> version(Artifact artifact) {
        return artifact.facts().pe().stream()
                .flatMap(pe -> pe.sections().stream())
                .flatMap(section -> section.linuxVersion().stream())
                .findFirst()
                .or(() -> artifact.facts().product().map(Product::version))
                .map(TextReport::oneLine);
    }

    private static Optional<String> sha256(Artifact artifact) {
        return artifact.facts().digests().in(Bank.SHA256).map(Digest::hex);
    }

    private static String summary(FileFacts facts) {
        return facts.product().map(Product::toString).map(p -> p + ", ").orElse("") + facts.size() + " bytes";
    }

    private static List<String> words(FileFacts before, FileFacts after) {
        List<String> words = new ArrayList<>();
        String was = before.product().map(Product::toString).orElse("");
        String is = after.product().map(Product::toString).orElse("");
        if (!was.equals(is)) {
            words.add((was.isEmpty() ? "version not known" : was) + " → " + (is.isEmpty() ? "version not known" : is));
        } else if (!is.isEmpty()) {
            words.add(is + ", the same version with another content");
        }
        if (before.size() != after.size()) {
            words.add("size " + before.size() + " → " + after.size() + " bytes");
        }
        if (before.pe().isPresent() && after.pe().isPresent()) {
            pe(before.pe().get(), after.pe().get(), words);
        } else if (before.pe().isPresent() != after.pe().isPresent()) {
            words.add(after.pe().isPresent() ? "is now a PE file" : "is no PE file any more");
        }
        lines("SBAT", sbat(before), sbat(after), words);
        text(before.content(), after.content()).ifPresent(words::add);
        return words;
    }

    private static void pe(PeFacts before, PeFacts after, List<String> words) {
        if (before.authenticode().equals(after.authenticode())) {
            words.add("only the signature changed: the digest that firmware measures is the same");
        }
        lines("signer", signers(before), signers(after), words);
        Map<String, SectionFacts> old = new LinkedHashMap<>();
        before.sections().forEach(section -> old.put(section.name(), section));
        for (SectionFacts section : after.sections()) {
            SectionFacts previous = old.remove(section.name());
            if (previous == null) {
                words.add("section " + section.name() + " added");
            } else if (!previous.digests().equals(section.digests())) {
                words.add("section " + section.name() + " changed" + detail(previous, section));
            }
        }
        old.keySet().forEach(name -> words.add("section " + name + " removed"));
    }

    private static String detail(SectionFacts before, SectionFacts after) {
        if (after.name().equals(".linux")) {
            return ": " + before.linuxVersion().orElse("version not known") + " → "
                    + after.linuxVersion().orElse("version not known");
        }
        if (after.name().equals(".cmdline")
                && before.content().isPresent()
                && after.content().isPresent()) {
            return ": "
                    + Words.diff(
                            before.content().get().text(), after.content().get().text());
        }
        return "";
    }

    private static List<String> signers(PeFacts pe) {
        return pe.signers().stream()
                .map(signer -> signer.certificate().subject())
                .toList();
    }

    private static List<String> sbat(FileFacts facts) {
        return facts.notes().stream()
                .filter(note -> note.startsWith("SBAT "))
                .map(n -> n.substring(5))
                .toList();
    }

    private static void lines(String what, List<String> before, List<String> after, List<String> words) {
        before.stream().filter(line -> !after.contains(line)).forEach(line -> words.add(what + " removed: " + line));
        after.stream().filter(line -> !before.contains(line)).forEach(line -> words.add(what + " added: " + line));
    }

    private static Optional<String> text(Optional<Content> before, Optional<Content> after) {
        if (before.isEmpty() || after.isEmpty()) {
            return Optional.empty();
        }
        String was = before.get().text();
        String is = after.get().text();
        boolean readable = was.length() < 4096 && is.length() < 4096 && Words.readable(was) && Words.readable(is);
        return readable ? Optional.of("text: " + Words.diff(was, is)) : Optional.empty();
    }

    private static Map<String, Artifact> byName(List<Artifact> artifacts) {
        Map<String, Artifact> byName = new LinkedHashMap<>();
        artifacts.forEach(artifact -> byName.put(artifact.name(), artifact));
        return byName;
    }
}
