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
import java.util.HexFormat;
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
 * @param authorities the PCR 7 events that follow, in order; firmware and shim each measure an authority once
 */
public record Preflight(boolean secureBoot, List<Verdict> verdicts, List<Authority> authorities) {
    /** Where Secure Boot is off. */
    public static final Preflight OFF = new Preflight(false, List.of(), List.of());

    public Preflight {
        verdicts = List.copyOf(verdicts);
        authorities = List.copyOf(authorities);
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
        return verdicts.stream()
                .filter(Verdict.Refused.class::isInstance)
                .map(Verdict::words)
                .toList();
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
        private final Map<String, Authority> authorities = new LinkedHashMap<>();
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
            return new Preflight(true, verdicts, List.copyOf(authorities.values()));
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
            if (shim.isEmpty() && before.filter(Grub.class::isInstance).isPresent()) {
                return image.notChecked(
                        Verifier.FIRMWARE,
                        "GRUB without shim before it starts no kernel under Secure Boot unless it was built with"
                                + " --disable-shim-lock, put shim before it",
                        Optional.empty());
            }
            if (shim.isEmpty() && !keys.known()) {
                return image.notChecked(
                        Verifier.FIRMWARE,
                        "the profile's reference log and dump do not have the firmware's db",
                        Optional.empty());
            }
            boolean loads = before.filter(Shim.class::isInstance).isPresent();
            return shim.map(verifier -> verifier.verify(image, loads)).orElseGet(() -> firmware.verify(image));
        }

        private Verifier verifier() {
            return shim.isPresent() ? Verifier.SHIM : Verifier.FIRMWARE;
        }

        private void add(Verdict verdict) {
            verdicts.add(verdict);
            verdict.authority()
                    .ifPresent(authority -> authorities.putIfAbsent(
                            verdict.verifier() + HexFormat.of().formatHex(authority.eventData()), authority));
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
