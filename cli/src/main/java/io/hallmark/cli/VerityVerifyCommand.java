package io.hallmark.cli;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.verity.Damage;
import io.hallmark.measuredboot.verity.HashArea;
import io.hallmark.measuredboot.verity.TreeLayout;
import io.hallmark.measuredboot.verity.Verification;
import io.hallmark.measuredboot.verity.VerityCheck;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks an image against its root hash. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Check an image and its hash tree against a root hash; names the first block that is damaged and"
                + " exits with 1.")
final class VerityVerifyCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "FILE", description = "The image.")
    private Path image;

    @Parameters(index = "1", paramLabel = "ROOT-HASH", description = "The root hash, in hex.")
    private String rootHash;

    @Option(
            names = "--hash-file",
            paramLabel = "FILE",
            description = "The file with the hash tree (default: the image's own, see --hash-offset).")
    private Path hashFile;

    @Option(
            names = "--hash-offset",
            paramLabel = "BYTES",
            description = "Where in it the hash area begins (default: 0).")
    private long offset;

    @Option(
            names = "--no-superblock",
            description = "There is only the tree; the other options, and --data-blocks, say how it was made.")
    private boolean noSuperblock;

    @Mixin
    private VerityOptions options;

    @Option(names = "--json", description = "Show the result as JSON.")
    private boolean json;

    VerityVerifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Digest expected = expected();
        if (hashFile == null && offset == 0) {
            throw new BaselinesException("where the hash tree is must be given: --hash-file, or --hash-offset when it"
                    + " lies behind the image");
        }
        Optional<TreeLayout> known = noSuperblock ? Optional.of(layout()) : Optional.empty();
        HashArea area = new HashArea(hashFile == null ? image : hashFile, offset, !noSuperblock);
        Verification result = VerityCheck.check(image, area, known, expected, VerityOptions.progress(console, image));
        console.data(json ? json(result) : text(result));
        return result.damage().isPresent() ? ExitCode.FINDING : ExitCode.OK;
    }

    private Digest expected() {
        for (Bank bank : Bank.allComputable()) {
            if (rootHash.length() == 2 * bank.size() && rootHash.matches("[0-9a-fA-F]+")) {
                return Digest.ofHex(bank, rootHash);
            }
        }
        throw new BaselinesException("a root hash is a digest in hex, 64 digits for sha256; this one has "
                + rootHash.length() + " characters");
    }

    private TreeLayout layout() {
        return TreeLayout.of(
                options.parameters(image),
                options.dataBlocks().orElseThrow(() -> new BaselinesException("--no-superblock needs --data-blocks")));
    }

    private static String text(Verification result) {
        return result.damage()
                .map(damage -> "damaged: " + PredictionView.line(damage.message()) + "\n")
                .orElse("verified\n");
    }

    private static String json(Verification result) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", "hallmark/verity-check/v1");
        document.put("verified", result.damage().isEmpty());
        result.layout().ifPresent(layout -> document.putAll(VerityView.fields(layout)));
        result.damage().ifPresent(damage -> document.put("damage", json(damage)));
        return CanonicalJson.write(document);
    }

    private static Map<String, Object> json(Damage damage) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("part", damage.part().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        entry.put("block", damage.block());
        entry.put("offset", damage.offset());
        entry.put("badBlocks", damage.badBlocks());
        entry.put("message", damage.message());
        return entry;
    }
}
