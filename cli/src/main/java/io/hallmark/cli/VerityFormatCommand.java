package io.hallmark.cli;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.measuredboot.verity.HashArea;
import io.hallmark.measuredboot.verity.VerityFormat;
import io.hallmark.measuredboot.verity.VerityParameters;
import io.hallmark.measuredboot.verity.VerityTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a hash tree. */
@Command(
        name = "format",
        mixinStandardHelpOptions = true,
        description = "Make the hash tree of an image, byte for byte as veritysetup does, with a salt and UUID that are"
                + " the same in every build. The options have veritysetup's names.")
final class VerityFormatCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "FILE", description = "The image.")
    private Path image;

    @ArgGroup(multiplicity = "1")
    private Where where;

    @Mixin
    private VerityOptions options;

    @Option(
            names = "--hash-offset",
            paramLabel = "BYTES",
            description = "Where in the file the hash area begins (default: the start of a file of its own, else behind"
                    + " the image). An image that already has one behind it needs this.")
    private Long offset;

    @Option(names = "--no-superblock", description = "Write the tree only.")
    private boolean noSuperblock;

    @Option(names = "--uuid", paramLabel = "UUID", description = "For the superblock (default: follows from the seed).")
    private UUID uuid;

    @Option(names = "--json", description = "Show the root hash as JSON, with what it depends on.")
    private boolean json;

    /** Which file the tree goes to. */
    private static final class Where {
        @Option(
                names = "--hash-file",
                required = true,
                paramLabel = "FILE",
                description = "Write the tree to this file; it is replaced when the tree is complete.")
        private Path hashFile;

        @Option(names = "--append", required = true, description = "Write the tree behind the image, in its file.")
        private boolean append;
    }

    VerityFormatCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        VerityParameters parameters = options.parameters(image);
        HashArea area =
                new HashArea(where.append ? image : where.hashFile, offset(parameters.hashBlockSize()), !noSuperblock);
        UUID used = uuid == null ? options.uuid(image) : uuid;
        VerityTree tree = VerityFormat.format(
                image, area, parameters, used, options.dataBlocks(), VerityOptions.progress(console, image));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("rootHash", tree.rootHash().hex());
        if (!noSuperblock) {
            document.put("uuid", used.toString());
        }
        document.put("hashFile", area.file().toString());
        document.put("hashOffset", area.offset());
        document.putAll(VerityView.fields(tree.layout()));
        if (json) {
            document.put("schema", "hallmark/verity/v1");
            console.data(CanonicalJson.write(document));
        } else {
            Table table = new Table();
            document.forEach((name, value) -> table.row(name, value.toString()));
            console.data(table.render());
        }
        return ExitCode.OK;
    }

    private long offset(int hashBlockSize) {
        if (offset != null) {
            return offset;
        }
        if (!where.append) {
            return 0;
        }
        try {
            long size = Files.size(image);
            return (size + hashBlockSize - 1) / hashBlockSize * hashBlockSize;
        } catch (IOException e) {
            throw new BaselinesException(image + ": can't be read: " + e.getMessage(), e);
        }
    }
}
