package io.hallmark.cli;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.measure.Progress;
import io.hallmark.measuredboot.verity.HashType;
import io.hallmark.measuredboot.verity.Salt;
import io.hallmark.measuredboot.verity.VerityParameters;
import io.hallmark.measuredboot.verity.VeritySeed;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.UUID;
import picocli.CommandLine.Option;

/** How a hash tree is made: options that have the names of veritysetup's, and a seed. */
final class VerityOptions {
    @Option(names = "--hash", paramLabel = "NAME", description = "Hash algorithm (default: ${DEFAULT-VALUE}).")
    private String hash = "sha256";

    @Option(names = "--format", paramLabel = "0|1", description = "Hash type (default: ${DEFAULT-VALUE}).")
    private int format = 1;

    @Option(
            names = "--data-block-size",
            paramLabel = "BYTES",
            description = "A power of two from 512 to 524288 (default: ${DEFAULT-VALUE}).")
    private int dataBlockSize = 4096;

    @Option(
            names = "--hash-block-size",
            paramLabel = "BYTES",
            description = "The same for the hash tree (default: ${DEFAULT-VALUE}).")
    private int hashBlockSize = 4096;

    @Option(
            names = "--data-blocks",
            paramLabel = "NUMBER",
            description = "Protect only so many blocks (default: all; the image must then end with a whole block).")
    private Long dataBlocks;

    @Option(
            names = "--salt",
            paramLabel = "HEX",
            description = "The salt, at most 256 bytes; '-' for none (default: follows from the seed).")
    private String salt;

    @Option(
            names = "--seed",
            paramLabel = "TEXT",
            description = "What salt and UUID follow from, so that every build makes the same tree"
                    + " (default: the name of the image's file).")
    private String seed;

    VerityParameters parameters(Path image) {
        Bank algorithm = Bank.ofLabel(hash)
                .filter(Bank::computable)
                .orElseThrow(() -> new BaselinesException("--hash: '" + hash + "' can't be computed; use one of "
                        + Bank.allComputable().stream().map(Bank::label).toList()));
        Salt used = salt == null ? seed(image).salt() : Salt.ofHex(salt);
        return new VerityParameters(HashType.of(format), algorithm, dataBlockSize, hashBlockSize, used);
    }

    UUID uuid(Path image) {
        return seed(image).uuid();
    }

    OptionalLong dataBlocks() {
        return dataBlocks == null ? OptionalLong.empty() : OptionalLong.of(dataBlocks);
    }

    private VeritySeed seed(Path image) {
        return new VeritySeed(
                seed == null ? image.toAbsolutePath().getFileName().toString() : seed);
    }

    static Progress progress(Console console, Path image) {
        ProgressLine line = new ProgressLine(console);
        String name = String.valueOf(image.getFileName());
        return (done, total) -> line.read(name, done, total);
    }
}
