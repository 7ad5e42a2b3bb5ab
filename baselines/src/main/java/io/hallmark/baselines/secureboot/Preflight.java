package io.hallmark.baselines.secureboot;

import io.hallmark.baselines.secureboot.Verdict.Verifier;
import io.hallmark.baselines.source.ArtifactContents;
import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.chain.BiosGrub;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.chain.BootStage;
import io.hallmark.measuredboot.chain.Grub;
import io.hallmark.measuredboot.chain.Shim;
import io.hallmark.measuredboot.chain.UnifiedKernelImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether Secure Boot lets a chain start, image by image in boot order. Firmware verifies the first stage and whatever
 * is started by LoadImage; once shim runs, loaders ask it. The kernel inside a unified kernel image is verified by
 * nobody once more: the signature of the whole image covers it, and its stub bypasses firmware's check.
 *
 * @param secureBoot whether it is on; when it is off, nothing is verified and both lists are empty
 * @param verdicts one an image
 * @param measured what is measured into PCR 7 of it, in order: firmware and shim each measure an entry of a list once
 */
public record Preflight(boolean secureBoot, List<Verdict> verdicts, List<Measured> measured) {
    /** Where Secure Boot is off. */
    public static final Preflight OFF = new Preflight(false, List.of(), List.of());

    /**
     * An authority that is measured.
     *
     * @param image name of the artifact at whose verification it is
     */
    public record Measured(String image, Verifier verifier, Authority authority) {}

    public Preflight {
        verdicts = List.copyOf(verdicts);
        measured = List.copyOf(measured);
    }

    /**
     * Checks a chain.
     *
     * @param contents where the signatures in artifacts are read
     * @throws io.hallmark.measuredboot.MeasuredBootException when a key list can't be read
     */
    public static Preflight check(
            BootChain chain, ArtifactSet artifacts, ArtifactContents contents, FirmwareKeys keys, boolean secureBoot) {
        return secureBoot ? new Walk(artifacts, contents, keys).run(chain) : OFF;
    }

    /** The images that a node would not start, in words. */
    public List<String> refusals() {
        return words(Verdict.Refused.class);
    }

    /** The images of which it can't be told whether they start, or that nobody verifies, in words. */
    public List<String> unchecked() {
        return words(Verdict.NotChecked.class);
    }

    private List<String> words(Class<? extends Verdict> kind) {
        return verdicts.stream().filter(kind::isInstance).map(Verdict::words).toList();
    }

    /** One line an image, or one that says that Secure Boot is off. */
    public List<String> words() {
        return secureBoot
                ? verdicts.stream().map(Verdict::words).toList()
                : List.of("Secure Boot is off: the firmware verifies no signature");
    }

    /** A walk along a chain. */
    private static final class Walk {
        private final ArtifactSet artifacts;
        private final ArtifactContents contents;
        private final FirmwareKeys keys;
        private final FirmwareVerifier firmware;
        private final List<Verdict> verdicts = new ArrayList<>();
        private final Map<List<Object>, Measured> measured = new LinkedHashMap<>();
        private Optional<ShimVerifier> shim = Optional.empty();

        Walk(ArtifactSet artifacts, ArtifactContents contents, FirmwareKeys keys) {
            this.artifacts = artifacts;
            this.contents = contents;
            this.keys = keys;
            this.firmware = new FirmwareVerifier(keys);
        }

        Preflight run(BootChain chain) {
            Optional<BootStage> before = Optional.empty();
            for (BootStage stage : chain.stages()) {
                if (stage instanceof BiosGrub) {
                    break;
                }
                for (String image : images(stage)) {
                    add(verdict(subject(image), before));
                }
                if (stage instanceof Shim loaded) {
                    ShimVerifier verifier = new ShimVerifier(keys, artifacts.get(loaded.image()));
                    verifier.refusesItself(artifacts.get(loaded.image()))
                            .ifPresent(reason -> add(subject(loaded.image()).refused(Verifier.SHIM, reason)));
                    shim = Optional.of(verifier);
                }
                before = Optional.of(stage);
            }
            return new Preflight(true, verdicts, List.copyOf(measured.values()));
        }

        private Subject subject(String image) {
            return new Subject(
                    artifacts.get(image), contents.certificates(image).map(ImageSignatures::of));
        }

        private Verdict verdict(Subject image, Optional<BootStage> before) {
            if (image.artifact().facts().pe().isEmpty()) {
                return image.notChecked(
                        verifier(),
                        "it is not known as a PE file, give the file itself or a digest file that 'hallmark digest'"
                                + " wrote of it",
                        Optional.empty());
            }
            if (shim.isEmpty() && !keys.known()) {
                return image.notChecked(
                        Verifier.FIRMWARE,
                        "the profile's reference log and dump do not have the firmware's db",
                        Optional.empty());
            }
            boolean loads = before.filter(Shim.class::isInstance).isPresent();
            if (shim.isPresent()) {
                return shim.get().verify(image, loads);
            }
            return before.filter(Grub.class::isInstance)
                    .map(grub -> new GrubAlone(artifacts.get(((Grub) grub).image())).verdict(image, firmware))
                    .orElseGet(() -> firmware.verify(image));
        }

        private Verifier verifier() {
            return shim.isPresent() ? Verifier.SHIM : Verifier.FIRMWARE;
        }

        /** EDK2, SecureBootHook in {@code Measurement.c}; shim, tpm_measure_variable in {@code tpm.c}. */
        private void add(Verdict verdict) {
            verdicts.add(verdict);
            for (Authority authority : verdict.authorities().orElse(List.of())) {
                measured.putIfAbsent(
                        List.of(verdict.verifier(), authority),
                        new Measured(verdict.image(), verdict.verifier(), authority));
            }
        }

        /** The PE images of a stage that are verified: its own, and the add-ons of a unified kernel image. */
        private static List<String> images(BootStage stage) {
            List<String> images = new ArrayList<>();
            String field = stage.kind().name().equals("linux") ? "kernel" : "image";
            stage.values().text(field).ifPresent(images::add);
            if (stage instanceof UnifiedKernelImage uki) {
                uki.companions().forEach((name, artifact) -> {
                    if (name.endsWith(".addon.efi")) {
                        images.add(artifact);
                    }
                });
            }
            return images;
        }
    }
}
